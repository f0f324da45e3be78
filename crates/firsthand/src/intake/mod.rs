//! I have bytes. Give me reports. Reads text and JSON lines, cuts blocks, tells the language.
//! Not here: files and folders; the shells open them.
