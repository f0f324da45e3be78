//! Which places bear this name? Looks names up in the generated place table.
//! Not here: which of the candidates a text means; that is `mentions`.

/// The place table, ready to look up.
#[derive(Debug, Default)]
pub struct Gazetteer {}

impl Gazetteer {
    /// The built-in table.
    #[must_use]
    pub fn embedded() -> Self {
        Self {}
    }
}
