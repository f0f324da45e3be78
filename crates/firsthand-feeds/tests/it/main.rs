//! The one test binary of the crate: what must happen on a bad network. Not here: rules that need no server; they are tested
//! beside the code.

mod hostile;
