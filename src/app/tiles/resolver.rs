//! Names become addresses, and only addresses that may be asked go on to be connected to.

use std::net::SocketAddr;

use ureq::{
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

use crate::store::tiles::{AddressError, Reach};

/// The system's resolver behind the rule: what it returns is what is connected to, so a name that changes its address
/// between two looks gains nothing.
#[derive(Debug)]
pub struct CheckedResolver {
    reach: Reach,
    inner: DefaultResolver,
}

impl CheckedResolver {
    pub fn new(reach: Reach) -> Self {
        Self { reach, inner: DefaultResolver::default() }
    }
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let admitted: Vec<SocketAddr> =
            found.iter().copied().filter(|address| self.reach.admits(address.ip())).collect();
        if admitted.is_empty() {
            let host = uri.host().unwrap_or("The name").to_owned();
            return Err(ureq::Error::Other(Box::new(AddressError::Inside(host))));
        }
        let mut kept = self.empty();
        for address in admitted {
            kept.push(address);
        }
        Ok(kept)
    }
}
