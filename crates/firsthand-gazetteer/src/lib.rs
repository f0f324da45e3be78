//! The generated place table, as bytes. Not here: how a name is looked up, which is `firsthand::gazetteer`.
