//! A browser of few words, for tests: requests over a plain socket, answers as they come.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::pty::PATIENCE;

/// A room that is served without a stage.
pub(crate) struct Hall {
    process: Child,
    pub(crate) address: SocketAddr,
    pub(crate) code: String,
    /// Where terminals join; port 0 where they cannot.
    pub(crate) ssh: SocketAddr,
    pub(crate) session: i64,
    data: std::path::PathBuf,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Somebody who joined.
#[derive(Clone, Debug)]
pub(crate) struct Guest {
    pub(crate) address: SocketAddr,
    pub(crate) cookie: String,
}

pub(crate) fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
    command.env("ROUNDTABLE_CONFIG", "/dev/null").env("ROUNDTABLE_DATA_DIR", data);
    command
}

impl Hall {
    pub(crate) fn open(deck: &Path, data: &Path) -> Self {
        Self::open_with(deck, data, &["--bind", "127.0.0.1:0"])
    }

    pub(crate) fn open_with(deck: &Path, data: &Path, arguments: &[&str]) -> Self {
        let mut command = command(data);
        command.arg("serve").arg(deck).args(["--format", "json"]).args(arguments);
        Self::start(command, data)
    }

    pub(crate) fn start(mut command: Command, data: &Path) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let room: Value = serde_json::from_str(&line).unwrap();
        Self {
            process,
            address: room["url"]
                .as_str()
                .unwrap()
                .strip_prefix("http://")
                .unwrap()
                .parse()
                .unwrap(),
            code: room["code"].as_str().unwrap().to_owned(),
            ssh: ssh(&room["ssh"]),
            session: room["session"].as_i64().unwrap(),
            data: data.to_owned(),
        }
    }

    /// Asks the talk for something; whether that happened.
    pub(crate) fn remote(&self, arguments: &[&str]) -> bool {
        command(&self.data).arg("remote").args(arguments).output().unwrap().status.success()
    }

    pub(crate) fn results(&self) -> Value {
        let output = command(&self.data).args(["results", "--format", "json"]).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub(crate) fn join(&self) -> Guest {
        let answer = get(self.address, &format!("/j/{}", self.code), "");
        assert_eq!(answer.status, 303, "{answer:?}");
        let cookie = answer.header("set-cookie").unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Guest { address: self.address, cookie }
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub(crate) fn end(&mut self, signal: &str) -> std::process::ExitStatus {
        let id = self.process.id().to_string();
        Command::new("kill").args(["-s", signal, &id]).status().unwrap();
        self.process.wait().unwrap()
    }
}

/// The address in `ssh -p PORT CODE@IP`.
fn ssh(command: &Value) -> SocketAddr {
    let mut words = command.as_str().unwrap_or("ssh -p 0 @127.0.0.1").split(' ').skip(2);
    let port = words.next().unwrap().parse().unwrap();
    let (_, ip) = words.next().unwrap().split_once('@').unwrap();
    SocketAddr::new(ip.parse().unwrap(), port)
}

impl Drop for Hall {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (other, value) = line.split_once(':')?;
            other.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Guest {
    fn headers(&self) -> String {
        format!("Cookie: {}\r\nAccept: application/json\r\n", self.cookie)
    }

    pub(crate) fn state(&self) -> Value {
        get(self.address, "/state", &self.headers()).json()
    }

    /// The value to post.
    pub(crate) fn round(&self) -> i64 {
        self.state()["round"].as_i64().unwrap()
    }

    pub(crate) fn post(&self, form: &str) -> Answer {
        post(self.address, &self.headers(), form)
    }

    /// The same, again for as long as that is too fast.
    pub(crate) fn vote(&self, form: &str) -> Answer {
        let deadline = since_1970() + PATIENCE;
        loop {
            let answer = self.post(form);
            if answer.status != 429 {
                return answer;
            }
            assert!(since_1970() < deadline, "always too fast");
        }
    }

    pub(crate) fn page(&self, path: &str) -> Answer {
        get(self.address, path, &format!("Cookie: {}\r\n", self.cookie))
    }

    /// Listens to events.
    pub(crate) fn listen(&self) -> Events {
        let request =
            format!("GET /events HTTP/1.1\r\nHost: {}\r\n{}\r\n", self.address, self.headers());
        let mut events = Events(BufReader::new(send(self.address, request.as_bytes())));
        let status = events.line().unwrap();
        assert!(status.contains("200"), "{status}");
        while !events.line().unwrap().is_empty() {}
        events
    }
}

/// A stream of events, without the lengths of its chunks.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.0.read_line(&mut line).unwrap() > 0).then(|| line.trim_end().to_owned())
    }

    /// The next state; none once the stream has ended.
    pub(crate) fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(state) = self.line()?.strip_prefix("data: ") {
                return Some(serde_json::from_str(state).unwrap());
            }
        }
    }

    /// The first state from now on for which this holds.
    pub(crate) fn wait_for(&mut self, holds: impl Fn(&Value) -> bool) -> Value {
        loop {
            let state = self.next().expect("the stream has ended");
            if holds(&state) {
                return state;
            }
        }
    }
}

pub(crate) fn since_1970() -> Duration {
    SystemTime::UNIX_EPOCH.elapsed().unwrap()
}

pub(crate) fn get(address: SocketAddr, path: &str, headers: &str) -> Answer {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}"), "")
}

pub(crate) fn post(address: SocketAddr, headers: &str, form: &str) -> Answer {
    let head = format!(
        "POST /ballot HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{headers}",
        form.len()
    );
    ask(address, &head, form)
}

/// Sends a request whose head lacks its end, and reads all of the answer.
pub(crate) fn ask(address: SocketAddr, head: &str, body: &str) -> Answer {
    let mut stream = send(address, format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
    let mut text = Vec::new();
    // A server that has answered may not want the rest of what was sent.
    let _ = stream.read_to_end(&mut text);
    let text = String::from_utf8(text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

pub(crate) fn send(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}
