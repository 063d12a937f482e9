//! Checks of single values that many rules share: names, labels, quantities, ports, percentages, times, addresses.
//!
//! A check of text takes `&str` and says what is wrong as a message; a check of a field takes the field and the
//! context and reports at it.

pub mod int_or_percent;
