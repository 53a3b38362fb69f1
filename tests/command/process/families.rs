//! What a testee has started ends with it, wherever it has gone.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::thread;

use super::place::{HELLO, Place, end};

/// Starts a process that outlives its parent in a session of its own, and waits until it has told its id in a file.
fn daemon(how: &str) -> String {
    format!(
        "(setsid {how} /bin/sh -c 'echo $$ > id.tmp; /bin/mv id.tmp id.$$; exec /bin/sleep 600' </dev/null >/dev/null 2>&1 &)
        until ls id.[0-9]* >/dev/null 2>&1; do sleep 0.01; done\n"
    )
}

/// What the daemons of a place have told.
fn ids(place: &Place) -> Vec<String> {
    let files = fs::read_dir(place.path("")).expect("a folder").flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let ids: Vec<_> = names.filter_map(|name| Some(name.strip_prefix("id.")?.to_owned())).collect();
    assert!(!ids.is_empty(), "the daemon has started");
    ids
}

/// The processes that still live.
fn alive(ids: &[String]) -> Vec<String> {
    let lives = |id: &&String| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let state = stat.rsplit(')').next().and_then(|rest| rest.trim_start().chars().next());
        // One that has ended may wait to be reaped, by whoever does that here; and a later process may have its id.
        state.is_some_and(|state| !matches!(state, 'Z' | 'X'))
            && fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|comm| comm == "sleep\n")
    };
    ids.iter().filter(lives).cloned().collect()
}

#[test]
fn daemons_do_not_outlive_the_run() {
    let ends = [("exit@none", "60", 0), ("exit@2", "60", 1), ("hang@2", "1", 0)];
    thread::scope(|scope| {
        // Without the environment it has lost the mark of its testee: then it is an orphan that wireproof has adopted.
        for (how, (misbehaves, timeout, code)) in
            ["", "env -i"].into_iter().flat_map(|how| ends.map(|end| (how, end)))
        {
            scope.spawn(move || {
                let script = daemon(how) + &format!("exec $testee --misbehave {misbehaves}");
                let place = Place::with(&script);
                let policy = ["--policy", "union.null-is-absent", "--jobs", "2", "--no-replays"];
                let ended = place.client(&[&policy[..], &["--timeout", timeout]].concat());
                assert_eq!(ended.code, code, "{how} {misbehaves}: {ended:?}");
                assert_eq!(alive(&ids(&place)), [""; 0], "{how} {misbehaves}");
            });
        }
    });
}

/// A shell may start something and then become the command: that is the shell's, and none of a testee's orphans.
#[test]
fn what_was_there_before_the_run_outlives_it() {
    let place = Place::with("exec $testee");
    let wireproof = env!("CARGO_BIN_EXE_wireproof");
    let script = format!(
        "/bin/sleep 600 </dev/null >/dev/null 2>&1 & echo $! > id.$!
         exec {wireproof} client mine --policy union.null-is-absent --jobs 8 --cases 0 --no-replays --quiet"
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(place.path("")).stdin(Stdio::null());
    command.env("WIREPROOF_TESTEES", place.path(""));
    let output = command.output().expect("sh starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let ids = ids(&place);
    assert_eq!(alive(&ids), ids);
    for id in ids {
        Command::new("kill").arg(id).status().expect("kill starts");
    }
}

#[test]
fn nor_a_failed_start_nor_an_interrupt() {
    let place = Place::with(&(daemon("") + "echo Welcome; exec sleep 600"));
    let ended = place.client(&["--policy", "union.null-is-absent"]);
    assert_eq!(ended.code, 3, "{ended:?}");
    assert_eq!(alive(&ids(&place)), [""; 0]);

    let script = format!(
        "{}{HELLO}; read -r h; read -r c; echo now > fifo; exec sleep 600",
        daemon("env -i")
    );
    let place = Place::with(&script);
    let fifo = place.path("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo starts").success());
    let policy = ["--policy", "union.null-is-absent", "--jobs", "1"];
    let mut command = place.command(&[&["client", "mine"][..], &policy].concat());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let mut line = String::new();
    let open = fs::File::open(&fifo).expect("the testee writes to it");
    BufReader::new(open).read_line(&mut line).expect("it can be read");
    let id = child.id().to_string();
    assert_eq!(end(Command::new("kill").args(["-INT", &id])).code, 0);
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert_eq!(alive(&ids(&place)), [""; 0]);
}

/// Each testee has its own: one that dies takes nothing of the others with it.
#[test]
fn the_end_of_one_testee_is_not_the_end_of_anothers_children() {
    // The answers of each come through a child of it in a session of its own; were that killed, so were the answers. One
    // of the two processes dies in every second call.
    let script = r#"mkfifo in.$$; setsid $testee $(mkdir first 2>/dev/null && echo --misbehave exit@2) < in.$$ &
        exec cat > in.$$"#;
    let place = Place::with(script);
    let policy = ["--policy", "union.null-is-absent", "--jobs", "2", "--no-replays"];
    let ended = place.client(&[&policy[..], &["--format", "json"]].concat());
    let json = ended.json();
    let lost = ["crash", "timeout", "protocol_error"]
        .map(|kind| json["calls"][kind].as_u64().unwrap_or(9));
    assert!(lost.iter().sum::<u64>() <= 1, "{lost:?}: {ended:?}");
}
