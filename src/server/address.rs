//! Where the room is: one address of this machine, chosen, never all of them unasked.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use if_addrs::Interface;

/// The port where none is asked for.
pub const PORT: u16 = 7_777;

/// An address that was asked for: `192.168.1.5`, `192.168.1.5:8080`, `:8080`, `[::1]:8080`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The address; without one, the one on which the room is most likely to reach this machine.
    pub ip: Option<IpAddr>,
    /// The port; without one, [`PORT`] or, where that is taken, another.
    pub port: Option<u16>,
}

/// An address, and the others that this machine has in networks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The one that was chosen.
    pub ip: IpAddr,
    /// The others.
    pub others: Vec<IpAddr>,
}

impl std::str::FromStr for Wish {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.trim_start_matches('[').trim_end_matches(']');
        if let Ok(ip) = bare.parse() {
            return Ok(Self { ip: Some(ip), port: None });
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Self { ip: Some(address.ip()), port: Some(address.port()) });
        }
        if text.is_empty() {
            return Ok(Self::default());
        }
        match text.strip_prefix(':').unwrap_or(text).parse() {
            Ok(port) => Ok(Self { ip: None, port: Some(port) }),
            Err(_) => {
                Err("an address is 192.168.1.5, 192.168.1.5:8080 or :8080; a deck stands before it"
                    .to_owned())
            }
        }
    }
}

/// The address to use. The error is a sentence.
pub fn choose(wish: Option<IpAddr>) -> Result<Choice, String> {
    if let Some(ip) = wish {
        return Ok(Choice { ip, others: Vec::new() });
    }
    let found = if_addrs::get_if_addrs()
        .map_err(|error| format!("cannot list this machine's networks: {error}"))?;
    let found: Vec<Ipv4Addr> = found.iter().filter_map(candidate).collect();
    pick(found, way_out()).ok_or_else(|| {
        "this machine is in no network: connect it to one, or name an address, such as 127.0.0.1 for \
         this machine alone"
            .to_owned()
    })
}

/// The addresses of this machine that stand for it where the room listens on all of them.
pub(super) fn own() -> Vec<IpAddr> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    found.iter().map(Interface::ip).collect()
}

/// An interface's address, if people in the room may reach it: no tunnel, no bridge to machines inside this one.
fn candidate(interface: &Interface) -> Option<Ipv4Addr> {
    const INSIDE: [&str; 10] =
        ["docker", "br-", "veth", "virbr", "vmnet", "tun", "tap", "utun", "wg", "tailscale"];
    let IpAddr::V4(ip) = interface.ip() else { return None };
    let inside = INSIDE.iter().any(|prefix| interface.name.starts_with(prefix));
    let reaches = !interface.is_loopback() && !interface.is_link_local() && !interface.is_p2p();
    (reaches && !inside).then_some(ip)
}

/// The address from which this machine reaches others; nothing is sent.
fn way_out() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation: any that is not near.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// The candidate that leads out, else one of a private network, else any.
fn pick(candidates: Vec<Ipv4Addr>, way_out: Option<IpAddr>) -> Option<Choice> {
    let leads_out = candidates.iter().find(|ip| Some(IpAddr::V4(**ip)) == way_out);
    let private = candidates.iter().find(|ip| ip.is_private());
    let ip = leads_out.or(private).or(candidates.first()).copied()?;
    let others = candidates.into_iter().filter(|other| *other != ip).map(IpAddr::V4);
    Some(Choice { ip: IpAddr::V4(ip), others: others.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_asked_for_with_or_without_port() {
        let wish = |text: &str| text.parse::<Wish>();
        let ip = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        assert_eq!(wish("192.168.1.5"), Ok(Wish { ip: ip("192.168.1.5"), port: None }));
        assert_eq!(wish("10.0.0.1:80"), Ok(Wish { ip: ip("10.0.0.1"), port: Some(80) }));
        assert_eq!(wish(":8080"), Ok(Wish { ip: None, port: Some(8080) }));
        assert_eq!(wish("0"), Ok(Wish { ip: None, port: Some(0) }));
        assert_eq!(wish("[::1]:9"), Ok(Wish { ip: ip("::1"), port: Some(9) }));
        assert_eq!(wish("::1"), Ok(Wish { ip: ip("::1"), port: None }));
        assert_eq!(wish(""), Ok(Wish::default()));
        for wrong in ["talk.md", "1.2.3", ":99999", "localhost"] {
            assert!(wish(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_way_out_is_chosen_and_the_others_are_named() {
        let (public, home, hall) =
            (Ipv4Addr::new(8, 8, 8, 8), Ipv4Addr::new(10, 0, 0, 2), Ipv4Addr::new(192, 168, 4, 7));
        let pick = |all: &[Ipv4Addr], out: Option<Ipv4Addr>| {
            pick(all.to_vec(), out.map(IpAddr::V4)).map(|choice| (choice.ip, choice.others.len()))
        };
        assert_eq!(pick(&[public, home, hall], Some(hall)), Some((hall.into(), 2)));
        assert_eq!(pick(&[public, home], None), Some((home.into(), 1)));
        assert_eq!(pick(&[public], Some(hall)), Some((public.into(), 0)));
        assert_eq!(pick(&[], Some(hall)), None);
    }
}
