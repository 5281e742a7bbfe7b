//! A browser that tests drive: `WebDriver`, which is JSON over HTTP, to a driver of our own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

/// How long something may take that does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// What kind of browser somebody has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) scheme: &'static str,
    pub(crate) scripts: bool,
}

/// A phone by day.
pub(crate) const PHONE: Kind = Kind { width: 360, height: 740, scheme: "light", scripts: true };

/// A window of a browser without a screen.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    pub(crate) fn start(kind: Kind) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("these tests need chromedriver and chromium");
        let port = port(&mut driver);
        let mut browser = Self { driver, port, session: String::new() };
        let metrics =
            json!({ "width": kind.width, "height": kind.height, "pixelRatio": 1, "touch": true });
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            "mobileEmulation": { "deviceMetrics": metrics },
        });
        let wanted =
            json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        let session =
            browser.call("POST", "/session", &json!({ "capabilities": { "alwaysMatch": wanted } }));
        session["sessionId"].as_str().expect("a session").clone_into(&mut browser.session);
        let scheme = json!({ "name": "prefers-color-scheme", "value": kind.scheme });
        browser.devtools("Emulation.setEmulatedMedia", &json!({ "features": [scheme] }));
        // The page's own: those of tests run all the same.
        let off = json!({ "value": !kind.scripts });
        browser.devtools("Emulation.setScriptExecutionDisabled", &off);
        browser
    }

    pub(crate) fn open(&self, url: &str) {
        self.ask("POST", "/url", &json!({ "url": url }));
    }

    /// The text that can be seen of the first element of a kind; empty where there is none.
    pub(crate) fn text(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.run(script, &json!([css])).as_str().unwrap_or_default().to_owned()
    }

    /// Presses and releases the mouse in the middle of an element. (The driver's own click needs scripts.)
    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        let place = "const found = document.querySelector(arguments[0]);
                     found?.scrollIntoView({ block: 'center', behavior: 'instant' });
                     const box = found?.getBoundingClientRect();
                     return box ? [box.x + box.width / 2, box.y + box.height / 2] : null";
        let place = self.run(place, &json!([css]));
        assert!(!place.is_null(), "no {css} in {}", self.text("body"));
        for kind in ["mousePressed", "mouseReleased"] {
            let press = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.devtools("Input.dispatchMouseEvent", &press);
        }
    }

    #[track_caller]
    pub(crate) fn type_in(&self, css: &str, text: &str) {
        let element = self.element(css);
        self.ask("POST", &format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// What a script returns.
    pub(crate) fn run(&self, script: &str, arguments: &Value) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// What a script gives to the function that is its last argument.
    pub(crate) fn run_until_done(&self, script: &str) -> Value {
        self.ask("POST", "/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Waits until the page shows a text.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        let shown = || self.text("body");
        self.wait(|| shown().contains(text), || format!("no {text:?} in {}", shown()));
    }

    /// Waits until something holds.
    #[track_caller]
    pub(crate) fn wait(&self, holds: impl Fn() -> bool, otherwise: impl Fn() -> String) {
        let deadline = now() + PATIENCE;
        while !holds() {
            assert!(now() < deadline, "{}", otherwise());
            // The driver answers within milliseconds: to ask again is to wait.
            self.ask("GET", "/title", &Value::Null);
        }
    }

    /// What the browser complained of: blocked scripts, broken ones. That a ballot is refused is no complaint.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.ask("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().into_iter().flatten();
        let texts = entries.filter_map(|entry| entry["message"].as_str());
        texts
            .filter(|text| !text.contains("responded with a status of"))
            .map(str::to_owned)
            .collect()
    }

    pub(crate) fn devtools(&self, command: &str, parameters: &Value) {
        self.ask("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }));
    }

    #[track_caller]
    fn element(&self, css: &str) -> String {
        let found = self.ask("POST", "/element", &json!({ "using": "css selector", "value": css }));
        let element = found.as_object().and_then(|found| found.values().next()?.as_str());
        element.unwrap_or_else(|| panic!("no {css} in {}", self.text("body"))).to_owned()
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(2 * PATIENCE)).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let answer: Value = serde_json::from_slice(&body_of(stream)).unwrap();
        assert!(answer["value"]["error"].is_null(), "{path}: {}", answer["value"]["message"]);
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.ask("DELETE", "", &Value::Null);
        }
        // It may have ended already.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The body of an answer, which says how long it is; the driver keeps the connection.
fn body_of(stream: TcpStream) -> Vec<u8> {
    let mut stream = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let line = line.trim().to_ascii_lowercase();
        if let Some(bytes) = line.strip_prefix("content-length:") {
            length = bytes.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    body
}

/// The port that a driver says it listens on.
fn port(driver: &mut Child) -> u16 {
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let port = lines.find_map(|line| {
        let line = line.ok()?;
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    port.expect("the driver says where it listens")
}

fn now() -> Duration {
    SystemTime::UNIX_EPOCH.elapsed().unwrap()
}
