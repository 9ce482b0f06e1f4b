//! The desk from outside: commands in, events out.

mod cases;
mod histories;
mod journal;
mod oracle;
mod people;
mod refusals;
mod rights;
mod workflows;
mod world;
