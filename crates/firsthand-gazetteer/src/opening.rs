//! How names begin, as bits by hash: a no is sure, a yes may be wrong. The build script enters with this same file what
//! the library asks for.

/// Hash of the folded beginning of a name (FNV-1a).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening(u32);

impl Default for Opening {
    fn default() -> Self {
        Self(0x811C_9DC5)
    }
}

impl Opening {
    /// Adds a byte of the folded name.
    #[inline]
    pub fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }

    /// Whether it was entered there, or another one of the same hash.
    #[must_use]
    #[inline]
    pub fn is_in(self, bits: &[u8]) -> bool {
        let at = self.place(bits);
        bits[at / 8] & (1 << (at % 8)) != 0
    }

    /// Marks it there.
    pub fn enter(self, bits: &mut [u8]) {
        let at = self.place(bits);
        bits[at / 8] |= 1 << (at % 8);
    }

    #[inline]
    fn place(self, bits: &[u8]) -> usize {
        (self.0 ^ (self.0 >> 15)) as usize % (bits.len() * 8)
    }
}
