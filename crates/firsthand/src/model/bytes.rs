//! Numbers in bytes and hashes of hashes: what the rooms that keep keys share.

/// Adds an unsigned number in LEB128: seven bits a byte, the least first.
pub fn put_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes what [`put_number`] added off the head. `None` where the bytes end early or hold more than 64 bits; then
/// nothing is taken.
#[inline]
pub fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    // The tenth byte holds the last bit of 64.
    for (at, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7F) << (7 * at);
        if *byte < 0x80 {
            if at == 9 && *byte > 1 {
                return None;
            }
            *bytes = &bytes[at + 1..];
            return Some(number);
        }
    }
    None
}

/// One hash of two, in order.
#[must_use]
pub fn mix(one: u64, other: u64) -> u64 {
    let mixed = (one.rotate_left(21) ^ other).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 0x7F, 0x80, 300, u64::from(u32::MAX), u64::MAX] {
            let mut bytes = Vec::new();
            put_number(number, &mut bytes);
            assert_eq!(take_number(&mut &bytes[..]), Some(number));
            assert_eq!(take_number(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(take_number(&mut &[0xFF; 40][..]), None);
        // One bit more than 64 hold.
        assert_eq!(take_number(&mut &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2][..]), None);
    }
}
