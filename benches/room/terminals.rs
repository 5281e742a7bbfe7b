//! A hall of terminals over SSH: how long until all of them show what is new, and what they cost.

use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, Handle, KeyboardInteractiveAuthResponse, Msg};
use russh::keys::PublicKeyOrCertificate;
use russh::{Channel, ChannelMsg};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use super::Fault;

/// How long a terminal waits before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Stands for a ballot, where a letter stands for a slide: it alone says which keys to press.
pub(crate) const BALLOT: char = '?';

/// A client that asks nobody whether it knows the host.
struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// A terminal that was last sent this letter eight times in a row.
struct Terminal {
    _line: Handle<Trusting>,
    letter: watch::Receiver<(char, Instant)>,
}

/// Terminals that look at the same slide.
pub(crate) struct Hall(Vec<Terminal>);

impl Hall {
    /// So many come in, at the address in `ssh -p PORT CODE@IP`, on screens of 80x24; all at once.
    pub(crate) async fn open(ssh: &str, count: usize) -> Result<Self, Fault> {
        let words: Vec<&str> = ssh.split(' ').collect();
        let [_, _, port, at] = words[..] else {
            return Err("there is no door for terminals".into());
        };
        let (code, ip) = at.split_once('@').ok_or("no code")?;
        let mut visits = JoinSet::new();
        for _ in 0..count {
            visits.spawn(visit(format!("{ip}:{port}"), code.to_owned()));
        }
        let mut terminals = Vec::new();
        while let Some(terminal) = visits.join_next().await {
            terminals.push(terminal??);
        }
        Ok(Self(terminals))
    }

    /// When the last of them was sent a slide of this letter.
    pub(crate) async fn shows(&mut self, letter: char) -> Result<Instant, Fault> {
        let mut last = None;
        for terminal in &mut self.0 {
            let shown = terminal.letter.wait_for(|(shown, _)| *shown == letter);
            last = last.max(Some(timeout(PATIENCE, shown).await??.1));
        }
        last.ok_or_else(|| "nobody came".into())
    }
}

async fn visit(address: String, code: String) -> Result<Terminal, russh::Error> {
    let stream = TcpStream::connect(address).await?;
    let mut line = client::connect_stream(Arc::default(), stream, Trusting).await?;
    let asked = line.authenticate_keyboard_interactive_start(code, None).await?;
    if !matches!(asked, KeyboardInteractiveAuthResponse::Success) {
        return Err(russh::Error::NotAuthenticated);
    }
    let channel = line.channel_open_session().await?;
    channel.request_pty(true, "xterm-256color", 80, 24, 0, 0, &[]).await?;
    channel.request_shell(true).await?;
    let (sender, letter) = watch::channel((' ', Instant::now()));
    tokio::spawn(follow(channel, sender));
    Ok(Terminal { _line: line, letter })
}

/// Notes which slide is sent, and when.
async fn follow(mut channel: Channel<Msg>, letter: watch::Sender<(char, Instant)>) {
    while let Some(message) = channel.wait().await {
        let ChannelMsg::Data { data } = message else { continue };
        let has = |text: &[u8]| data.windows(text.len()).any(|part| part == text);
        let slides = [('a', b"aaaaaaaa"), ('b', b"bbbbbbbb"), (BALLOT, b"1\xe2\x80\x933, t")];
        let sent = slides.into_iter().find(|(_, text)| has(*text)).map(|(letter, _)| letter);
        if let Some(sent) = sent {
            letter.send_replace((sent, Instant::now()));
        }
    }
}
