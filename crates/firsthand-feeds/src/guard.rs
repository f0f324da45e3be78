//! Which addresses may be asked at all? Public unicast ones on the usual ports, and what a setting lists.
//! Not here: connecting; [`super::fetch`] asks for every address that a name resolves to, and connects to no other.
//!
//! Source: the IANA special-purpose address registries of IPv4 and IPv6 (RFC 6890 and its updates).

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Ports of the web.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// What may be asked beyond public unicast addresses on the usual ports. Nothing, unless somebody lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    addresses: BTreeSet<SocketAddr>,
    ports: BTreeSet<u16>,
}

impl Guard {
    /// Lets one address at one port through, whatever it is: a test server on loopback, a mirror in one's own network.
    #[must_use]
    pub fn allowing(mut self, address: SocketAddr) -> Self {
        self.addresses.insert(address);
        self
    }

    /// Lets a further port of public addresses through.
    #[must_use]
    pub fn allowing_port(mut self, port: u16) -> Self {
        self.ports.insert(port);
        self
    }

    /// Whether this address may be connected to.
    #[must_use]
    pub fn allows(&self, address: SocketAddr) -> bool {
        let listed = |port| PORTS.contains(&port) || self.ports.contains(&port);
        self.addresses.contains(&address) || (listed(address.port()) && is_public(address.ip()))
    }
}

/// Whether an address belongs to one machine of the public network. An address that carries another one (IPv4-mapped,
/// NAT64, 6to4, Teredo) is as public as that.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [224..=255, ..]
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let carried = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // IPv4-mapped, and the NAT64 prefix that everybody knows.
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => carried(high, low),
        // 6to4.
        [0x2002, high, low, ..] => carried(high, low),
        // Teredo: the server, and the client with its bits turned.
        [0x2001, 0, server_high, server_low, _, _, high, low] => {
            carried(server_high, server_low) && carried(!high, !low)
        }
        // Protocol assignments, documentation.
        [0x2001, ..=0x1FF, ..] | [0x2001, 0xDB8, ..] | [0x3FFF, ..=0xFFF, ..] => false,
        // Global unicast is 2000::/3; all else is local, multicast or not given out.
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_pass_and_all_others_do_not() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "172.32.0.1",
            "172.15.255.255",
            "100.63.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001:81b::200e",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "2001:0:808:808:0:0:f7f7:f7f7",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for local in [
            "0.0.0.0",
            "10.0.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "5f00::1",
            "100::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::7f00:1",
            "2002:7f00:1::1",
            "2002:a00:1::",
            // Teredo of a private client, and by a private server.
            "2001:0:808:808:0:0:80ff:fffe",
            "2001:0:a00:1:0:0:f7f7:f7f7",
            "2001:2::1",
            "2001:10::1",
        ] {
            assert!(!is_public(local.parse().unwrap()), "{local}");
        }
    }

    #[test]
    fn only_what_is_listed_widens_the_guard() {
        let guard = Guard::default();
        assert!(guard.allows("8.8.8.8:443".parse().unwrap()));
        assert!(!guard.allows("8.8.8.8:25".parse().unwrap()));
        assert!(!guard.allows("127.0.0.1:80".parse().unwrap()));
        let guard = guard.allowing("127.0.0.1:4000".parse().unwrap()).allowing_port(8_000);
        assert!(guard.allows("127.0.0.1:4000".parse().unwrap()));
        assert!(!guard.allows("127.0.0.1:8000".parse().unwrap()));
        assert!(!guard.allows("127.0.0.2:4000".parse().unwrap()));
        assert!(guard.allows("8.8.8.8:8000".parse().unwrap()));
    }
}
