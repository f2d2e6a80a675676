//! The program stands alone: one file, in an empty folder, with no home, no settings and no network.

use std::process::Command;

#[test]
fn the_binary_alone_in_an_empty_folder_draws_the_map() {
    let folder = tempfile::tempdir().unwrap();
    let (binary, home) = (folder.path().join("marz"), folder.path().join("home"));
    std::fs::copy(env!("CARGO_BIN_EXE_marz"), &binary).unwrap();
    std::fs::create_dir(&home).unwrap();
    let mut command = without_network(&binary);
    let run = command
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", &home)
        .args(["export", "--png", "map.png", "--size", "800x500", "--inset", "--bbox", "70.4,38.1,71.4,38.7"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let picture = image::open(folder.path().join("map.png")).unwrap().to_rgb8();
    let colours: std::collections::HashSet<_> = picture.pixels().map(|pixel| pixel.0).collect();
    assert!(colours.len() > 500, "a map with relief has many colours, not {}", colours.len());
    let left: Vec<_> = std::fs::read_dir(&home).unwrap().collect();
    assert!(left.is_empty(), "a picture leaves nothing in the home folder");
}

/// The command in a network of its own, where nothing answers; where the system gives none, as it is.
fn without_network(binary: &std::path::Path) -> Command {
    let isolated = Command::new("unshare").args(["--user", "--net", "true"]).output();
    if isolated.is_ok_and(|run| run.status.success()) {
        let mut command = Command::new("/usr/bin/unshare");
        command.args(["--user", "--net"]).arg(binary);
        return command;
    }
    println!("passed over: this system gives no process a network of its own");
    Command::new(binary)
}
