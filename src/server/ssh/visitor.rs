//! Who comes over a line: let in by a key or as a stranger, given one terminal and nothing else.

use std::sync::Arc;

use russh::keys::ssh_key::HashAlg;
use russh::keys::{Certificate, PublicKey};
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, Response, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Error, Pty};
use tokio::sync::watch;

use super::House;
use super::inbox::Inbox;
use super::line::{Stage, raise};
use super::seat::{self, Seat};
use crate::config;
use crate::layout::Size;
use crate::server::identity::{Key, random};
use crate::theme::Depth;

/// Screens are drawn no larger than this, whatever a client says it has.
const LARGEST: Size = Size { width: 160, height: 50 };

/// The screen of a client that does not say, as of many that count in pixels.
const USUAL: Size = Size { width: 80, height: 24 };

/// Who was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// Nobody yet.
    None,
    /// Somebody with another code than this room's: they are told so.
    Wrong,
    /// A participant.
    Guest(Key),
}

/// One connection, as it comes in.
pub(super) struct Visitor {
    house: Arc<House>,
    stage: watch::Sender<Stage>,
    pass: Pass,
    channel: Option<ChannelId>,
    /// The name of the terminal, and its measure.
    terminal: Option<(String, Size)>,
    /// What the terminal says of its colours.
    colours: Option<String>,
    inbox: Arc<Inbox>,
    is_seated: bool,
}

impl Visitor {
    pub(super) fn new(house: Arc<House>, stage: watch::Sender<Stage>) -> Self {
        Self {
            house,
            stage,
            pass: Pass::None,
            channel: None,
            terminal: None,
            colours: None,
            inbox: Arc::default(),
            is_seated: false,
        }
    }

    /// Lets somebody in who gave this as their name and always brings the same, or who brings nothing that lasts.
    fn admit(&mut self, code: &str, brought: Option<&[u8]>) -> Auth {
        let identity = &self.house.shared.identity;
        self.pass = match brought {
            _ if !identity.code.is(code) => Pass::Wrong,
            Some(brought) => Pass::Guest(identity.pseudonym("ssh", brought)),
            None => {
                let Ok(once) = random::<16>() else { return Auth::reject() };
                Pass::Guest(identity.pseudonym("ssh once", &once))
            }
        };
        Auth::Accept
    }

    fn is_mine(&self, channel: ChannelId) -> bool {
        self.channel == Some(channel)
    }

    /// How many colours the terminal has; where it does not say, as many as nearly all have.
    fn depth(&self, term: &str) -> Depth {
        if term.is_empty() {
            return Depth::Indexed;
        }
        let said = |name: &str| match name {
            "TERM" => Some(term.to_owned()),
            "COLORTERM" => self.colours.clone(),
            _ => None,
        };
        config::depth(&said)
    }

    /// Says a sentence and ends the visit.
    fn dismiss(&self, channel: ChannelId, why: &str, session: &mut Session) -> Result<(), Error> {
        session.channel_success(channel)?;
        session.data(channel, format!("{why}\r\n").into_bytes())?;
        session.exit_status_request(channel, 1)?;
        session.eof(channel)?;
        session.close(channel)?;
        self.stage.send_if_modified(|stage| raise(stage, Stage::Leaving));
        Ok(())
    }

    fn take_seat(&mut self, who: Key, channel: ChannelId, session: &Session) {
        let (term, size) = self.terminal.clone().unwrap_or((String::new(), USUAL));
        let (house, inbox) = (Arc::clone(&self.house), Arc::clone(&self.inbox));
        self.is_seated = true;
        self.stage.send_if_modified(|stage| raise(stage, Stage::Inside));
        self.house.shared.join(who);
        let handle = session.handle();
        let seat = Seat::new(house, who, seat::Screen { handle, channel }, size, self.depth(&term));
        tokio::spawn(seat::occupy(seat, inbox, self.stage.clone()));
    }
}

/// The measure of a screen that a client says it has.
fn measure(width: u32, height: u32) -> Size {
    let cut = |asked: u32, most: u16| u16::try_from(asked).unwrap_or(most).min(most);
    match (width, height) {
        (0, _) | (_, 0) => USUAL,
        _ => Size { width: cut(width, LARGEST.width), height: cut(height, LARGEST.height) },
    }
}

fn fingerprint(key: &PublicKey) -> Vec<u8> {
    key.fingerprint(HashAlg::Sha256).as_bytes().to_vec()
}

// Forwarding of ports, sockets and displays is refused by what `Handler` does unasked.
impl Handler for Visitor {
    type Error = Error;

    async fn auth_publickey(
        &mut self,
        code: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Error> {
        Ok(self.admit(code, Some(&fingerprint(key.public_key))))
    }

    async fn auth_openssh_certificate(
        &mut self,
        code: &str,
        certificate: &Certificate,
    ) -> Result<Auth, Error> {
        let key = certificate.public_key().fingerprint(HashAlg::Sha256);
        Ok(self.admit(code, Some(key.as_bytes())))
    }

    /// Clients come to this once they have no key to offer. Nothing is asked.
    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        code: &str,
        _: &str,
        _: Option<Response<'a>>,
    ) -> Result<Auth, Error> {
        Ok(self.admit(code, None))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        if self.channel.is_some() {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
        } else {
            self.channel = Some(channel.id());
            reply.accept().await;
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        width: u32,
        height: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Error> {
        if self.is_seated {
            return session.channel_failure(channel);
        }
        self.terminal = Some((term.to_owned(), measure(width, height)));
        session.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Error> {
        if name != "COLORTERM" {
            return session.channel_failure(channel);
        }
        self.colours = Some(value.to_owned());
        session.channel_success(channel)
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut Session,
    ) -> Result<(), Error> {
        if self.is_seated || !self.is_mine(channel) {
            return session.channel_failure(channel);
        }
        let who = match self.pass {
            Pass::Guest(who) => who,
            Pass::Wrong | Pass::None => {
                let why = "This room has another code. Join with the one that the speaker shows: ssh -p PORT \
                           CODE@HOST";
                return self.dismiss(channel, why, session);
            }
        };
        if self.terminal.is_none() {
            return self.dismiss(channel, "The room needs a terminal: ssh -t", session);
        }
        session.channel_success(channel)?;
        self.take_seat(who, channel, session);
        Ok(())
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _: &[u8],
        session: &mut Session,
    ) -> Result<(), Error> {
        session.channel_failure(channel)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Error> {
        session.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Error> {
        session.channel_failure(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        width: u32,
        height: u32,
        _: u32,
        _: u32,
        _: &mut Session,
    ) -> Result<(), Error> {
        if self.is_mine(channel) {
            self.inbox.resize(measure(width, height));
        }
        Ok(())
    }

    async fn data(
        &mut self,
        channel: ChannelId,
        data: &[u8],
        _: &mut Session,
    ) -> Result<(), Error> {
        if self.is_mine(channel) {
            self.inbox.push(data);
        }
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, _: &mut Session) -> Result<(), Error> {
        if self.is_mine(channel) {
            self.inbox.close();
        }
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _: &mut Session) -> Result<(), Error> {
        if self.is_mine(channel) {
            self.inbox.close();
        }
        Ok(())
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        self.inbox.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_screen_is_larger_than_can_be_paid_for() {
        assert_eq!(measure(80, 24), USUAL);
        assert_eq!(measure(65_535, 65_535), LARGEST);
        assert_eq!(measure(u32::MAX, 10), Size { width: 160, height: 10 });
        assert_eq!(measure(0, 10), USUAL);
        assert_eq!(measure(10, 0), USUAL);
        assert_eq!(measure(1, 1), Size { width: 1, height: 1 });
    }
}
