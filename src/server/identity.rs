//! Who is who: the code that lets people in, the token each of them then carries, and the pseudonym that is kept of it.
//!
//! Everything follows from the session's salt, so that whoever joined is known again when the talk is resumed,
//! and nothing that the room sends is stored.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::ballot::{Participant, Via};

/// What a room is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What pseudonyms and tokens are made with; never leaves this machine.
    pub salt: Vec<u8>,
    /// What people type to join.
    pub code: Code,
}

/// Eight letters and digits that nobody mistakes for one another: 40 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

/// A pseudonym: what tells a participant from all others of the session.
pub(super) type Key = [u8; 16];

/// Crockford's digits: no I, L, O or U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them a code has.
const LENGTH: usize = 8;

/// The bytes of chance in a token, and of the seal that shows that this room gave it out.
const CHANCE: usize = 16;
const SEAL: usize = 16;

impl Code {
    /// A new code. It fails where the system has no random numbers.
    pub fn random() -> Result<Self, String> {
        let chance: [u8; LENGTH] = random()?;
        let digit =
            |byte: u8| char::from(DIGITS.get(usize::from(byte % 32)).copied().unwrap_or(b'0'));
        Ok(Self(chance.into_iter().map(digit).collect()))
    }

    /// A code as it was typed or kept: in any case, with blanks and hyphens, with O for 0 and I or L for 1.
    pub fn read(text: &str) -> Option<Self> {
        let digit = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            upper => upper,
        };
        let text: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).map(digit).collect();
        let fits = text.len() == LENGTH && text.bytes().all(|byte| DIGITS.contains(&byte));
        fits.then_some(Self(text))
    }

    /// The code, in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is what was typed; it takes as long for a wrong code as for the right one.
    pub fn is(&self, typed: &str) -> bool {
        let typed = Self::read(typed).map_or_else(|| "0".repeat(LENGTH + 1), |typed| typed.0);
        let differing = |all: u8, (a, b): (u8, u8)| all | (a ^ b);
        let differs = self.0.bytes().zip(typed.bytes()).fold(0, differing);
        differs == 0 && self.0.len() == typed.len()
    }
}

impl Identity {
    /// A token for somebody who joins.
    pub(super) fn token(&self) -> Result<String, String> {
        let chance: [u8; CHANCE] = random()?;
        let mut token = hex(&chance);
        token.push_str(&hex(&self.mac("token", &chance, SEAL)));
        Ok(token)
    }

    /// The pseudonym of who carries a token that this room gave out.
    pub(super) fn holder(&self, token: &str) -> Option<Key> {
        let bytes = unhex(token)?;
        let (chance, seal) = bytes.split_at_checked(CHANCE)?;
        let sealed = self.keyed("token", chance).verify_truncated_left(seal);
        (sealed.is_ok() && seal.len() == SEAL).then(|| self.pseudonym("web", chance))
    }

    /// The pseudonym for what somebody always brings, such as the fingerprint of a key.
    pub(super) fn pseudonym(&self, via: &str, brought: &[u8]) -> Key {
        let mut key = Key::default();
        for (to, from) in key.iter_mut().zip(self.mac(via, brought, CHANCE)) {
            *to = from;
        }
        key
    }

    fn mac(&self, purpose: &str, of: &[u8], length: usize) -> Vec<u8> {
        let mut mac = self.keyed(purpose, of).finalize().into_bytes().to_vec();
        mac.truncate(length);
        mac
    }

    #[expect(clippy::expect_used, reason = "a key for this function may have any length")]
    fn keyed(&self, purpose: &str, of: &[u8]) -> Hmac<Sha256> {
        let keyed = Hmac::<Sha256>::new_from_slice(&self.salt);
        keyed.expect("any key fits").chain_update(purpose).chain_update([0]).chain_update(of)
    }
}

/// A participant as the store knows them.
pub(super) fn participant(via: Via, key: Key) -> Participant {
    Participant { via, key: key.to_vec() }
}

pub(super) fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| format!("this system gives no random numbers: {error}"))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(salt: u8) -> Identity {
        Identity { salt: vec![salt; 32], code: Code::read("K7Q2M9XD").unwrap() }
    }

    #[test]
    fn a_code_is_recognised_however_it_is_typed() {
        let code = Code::read("k7q2-m9xd").unwrap();
        assert_eq!(code.as_str(), "K7Q2M9XD");
        assert!(code.is("K7Q2M9XD") && code.is(" k7q2 m9xd "));
        assert!(Code::read("0l1oABCD").unwrap().is("OI1OABCD"));
        for wrong in
            ["", "K7Q2M9X", "K7Q2M9XDD", "K7Q2M9XE", "K7Q2M9X\u{e4}", "00000000", "UUUUUUUU"]
        {
            assert!(!code.is(wrong), "{wrong}");
        }
        let random = Code::random().unwrap();
        assert!(
            Code::read(random.as_str()) == Some(random.clone())
                && random != Code::random().unwrap()
        );
    }

    #[test]
    fn a_token_is_known_to_the_room_that_gave_it_and_to_no_other() {
        let token = room(1).token().unwrap();
        assert_eq!(token.len(), 64);
        let holder = room(1).holder(&token).unwrap();
        assert_eq!(room(1).holder(&token), Some(holder));
        assert_eq!(room(2).holder(&token), None);
        assert_ne!(room(1).holder(&room(1).token().unwrap()), Some(holder));
        let other = if token.ends_with('0') { "1" } else { "0" };
        let start = |length: usize| token.get(..length).unwrap().to_owned();
        let changed = format!("{}{other}", start(63));
        for wrong in ["", "0", "zz", &start(62), &start(32), &format!("{token}00"), &changed] {
            assert_eq!(room(1).holder(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_pseudonym_depends_on_the_salt_and_on_the_way_in() {
        let room = room(1);
        assert_eq!(room.pseudonym("ssh", b"key"), room.pseudonym("ssh", b"key"));
        assert_ne!(room.pseudonym("ssh", b"key"), room.pseudonym("web", b"key"));
        assert_ne!(room.pseudonym("ssh", b"key"), self::room(2).pseudonym("ssh", b"key"));
    }
}
