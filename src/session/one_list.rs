//! A list of incidents as part of a question: it is the same as itself only.

use std::{ops::Deref, sync::Arc};

use crate::model::IncidentId;

/// Equal where both are one list in memory. The session keeps a list as long as its question stays the same; to compare
/// a million names one by one in each frame takes longer than to draw them.
#[derive(Clone, Debug)]
pub struct OneList(Arc<[IncidentId]>);

impl OneList {
    pub fn new(list: &Arc<[IncidentId]>) -> Self {
        Self(Arc::clone(list))
    }
}

impl PartialEq for OneList {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for OneList {
    type Target = Arc<[IncidentId]>;

    fn deref(&self) -> &Arc<[IncidentId]> {
        &self.0
    }
}
