//! A real pseudo-terminal with the program in it, and a terminal emulator that shows what it draws.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// How long anything may take before a test gives up. Nothing waits this long when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Names the folder of the votes.
const DATA: &str = "ROUNDTABLE_DATA_DIR";

/// The program in its terminal.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    /// Whether the output is read at all.
    reading: Arc<AtomicBool>,
    emulator: vt100::Parser,
    /// Every byte that was drawn.
    pub(crate) drawn: Vec<u8>,
    /// The program's data folder, where it has one to itself.
    _data: Option<tempfile::TempDir>,
}

impl Terminal {
    /// Starts the program with these arguments on a screen of `width` x `height`.
    pub(crate) fn start(arguments: &[&str], width: u16, height: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(arguments);
        command.env("ROUNDTABLE_CONFIG", "/dev/null");
        Self::start_command(command, width, height)
    }

    /// Starts the program on 80x24 with its votes in this folder.
    pub(crate) fn start_at(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(arguments);
        command.env("ROUNDTABLE_CONFIG", "/dev/null");
        command.env(DATA, folder);
        Self::start_command(command, 80, 24)
    }

    /// Starts the program as a shell does, which can let it go on after it stopped.
    pub(crate) fn start_in_shell(arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", "\"$@\"; exit $?", "sh", env!("CARGO_BIN_EXE_roundtable")]);
        command.args(arguments);
        command.env("ROUNDTABLE_CONFIG", "/dev/null");
        Self::start_command(command, 80, 24)
    }

    /// Starts any command.
    pub(crate) fn start_command(mut command: CommandBuilder, width: u16, height: u16) -> Self {
        // Nothing that a test records comes among the votes of whoever runs it.
        let data = command.get_env(DATA).is_none().then(|| tempfile::tempdir().unwrap());
        if let Some(data) = &data {
            command.env(DATA, data.path());
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        let reading = Arc::new(AtomicBool::new(true));
        let still_reading = Arc::clone(&reading);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
                if !still_reading.load(Ordering::Relaxed) {
                    std::thread::park();
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let emulator = vt100::Parser::new(height, width, 0);
        let (master, drawn) = (pair.master, Vec::new());
        Self { master, keys, child, output, reading, emulator, drawn, _data: data }
    }

    /// Types, byte by byte as a keyboard would send it.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// What the screen shows, a line each.
    pub(crate) fn screen(&self) -> String {
        let screen = self.emulator.screen();
        screen.rows(0, screen.size().1).collect::<Vec<_>>().join("\n")
    }

    /// The emulator's own view of the screen and its modes.
    pub(crate) fn modes(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// Waits until the screen is as wished.
    #[track_caller]
    pub(crate) fn wait(&mut self, what: &str, wished: impl Fn(&Self) -> bool) {
        let now = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
        let deadline = now() + PATIENCE;
        while !wished(self) {
            // A clock that is drawn every second is no sign that it will ever come.
            let left = deadline.saturating_sub(now());
            match self.output.recv_timeout(left) {
                Ok(bytes) if !left.is_zero() => self.take(&bytes),
                Ok(_) => panic!("waited for {what}; the screen:\n{}", self.screen()),
                Err(error) => panic!("waited for {what}: {error}; the screen:\n{}", self.screen()),
            }
        }
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait(text, |terminal| terminal.screen().contains(text));
    }

    fn take(&mut self, bytes: &[u8]) {
        self.emulator.process(bytes);
        self.drawn.extend(bytes);
    }

    /// Gives the screen another measure.
    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.emulator.screen_mut().set_size(height, width);
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    /// Sends a signal by its name, as `kill` would.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// The number of the program's process, which may be a child of a shell.
    pub(crate) fn id(&self) -> u32 {
        let id = self.child.process_id().unwrap();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let child = children.ok().and_then(|ids| ids.split(' ').next()?.parse().ok());
        child.unwrap_or(id)
    }

    /// Waits until the kernel says that the process is in a state, by its letter in `/proc`.
    pub(crate) fn wait_for_state(&mut self, letter: char) {
        let stat = format!("/proc/{}/stat", self.id());
        let deadline = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap() + PATIENCE;
        loop {
            let text = fs::read_to_string(&stat).unwrap();
            let state = text.rsplit_once(") ").unwrap().1.chars().next().unwrap();
            if state == letter {
                return;
            }
            assert!(
                std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap() < deadline,
                "state {state}"
            );
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(5)) {
                self.take(&bytes);
            }
        }
    }

    /// Whether the terminal echoes keys and takes lines, as a shell leaves it.
    pub(crate) fn is_cooked(&self) -> bool {
        let modes = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        modes.contains("ECHO") && modes.contains("ICANON")
    }

    /// From the next output on nothing is read: the program's writes fill up and hang.
    pub(crate) fn stop_reading(&self) {
        self.reading.store(false, Ordering::Relaxed);
    }

    /// Waits for the end of a program whose output nobody reads.
    pub(crate) fn wait_without_reading(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Waits for the end, and for all that was drawn until then.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.take(&bytes);
        }
        status
    }

    /// Fails unless the terminal was given back: screen, cursor, mouse, paste, colours, line modes.
    #[track_caller]
    pub(crate) fn assert_given_back(&self) {
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is still there");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.bracketed_paste(), "pasted text is still marked");
        assert_eq!(screen.fgcolor(), vt100::Color::Default);
        assert_eq!(screen.bgcolor(), vt100::Color::Default);
        assert!(self.is_cooked(), "the terminal is still raw");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for what nobody tells of: the only way is to look again.
#[track_caller]
pub(crate) fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let now = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let deadline = now() + PATIENCE;
    let (_sender, nothing) = mpsc::channel::<()>();
    while !is_so() {
        assert!(now() < deadline, "waited for: {what}");
        let _ = nothing.recv_timeout(Duration::from_millis(5));
    }
}
