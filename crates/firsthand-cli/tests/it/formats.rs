//! The JSON forms keep to their schemas.
