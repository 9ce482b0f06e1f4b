//! The scheme of Beijing through the public interface: its cases, its laws, and broken input.

mod cases;
mod laws;
mod money;
mod robust;
mod scheme;
