//! Limits of the operating system end a run, and are nobody's failure.

use std::process::Command;

use crate::folder::WIREPROOF;

#[test]
fn too_few_open_files_end_the_run_with_what_to_change() {
    for arguments in ["client --jobs 44", "client --jobs 22 --against reference"] {
        let script = format!("ulimit -n 40 && exec \"$0\" {arguments} --no-replays");
        let output = Command::new("sh").args(["-c", &script, WIREPROOF]).output();
        let output = output.expect("there is a shell");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("--jobs") && told.contains("ulimit -n"), "{told}");
        assert!(output.stdout.is_empty(), "no policy is judged");
    }
}

#[test]
fn a_soft_limit_is_raised() {
    let script = "ulimit -S -n 40 && exec \"$0\" client --jobs 44 --policy union.null-is-absent \
                  --cases 10 --seed 1 --no-replays --quiet";
    let output = Command::new("sh").args(["-c", script, WIREPROOF]).output();
    let output = output.expect("there is a shell");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
}
