//! Packs and gazetteer, loaded once and handed to every stage.

use crate::gazetteer::Gazetteer;
use crate::pack::{PackError, Packs};

/// What reading needs besides the report.
pub struct Resources {
    /// Languages.
    pub packs: Packs,
    /// Places.
    pub gazetteer: Gazetteer,
}

impl Resources {
    /// Everything that is built in.
    ///
    /// # Errors
    /// A wrong data file; the tests load them all.
    pub fn embedded() -> Result<Self, PackError> {
        Ok(Self { packs: Packs::embedded()?, gazetteer: Gazetteer::embedded() })
    }
}
