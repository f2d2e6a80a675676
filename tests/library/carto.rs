//! The picture, in numbers.
