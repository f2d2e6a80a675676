//! Marz: the incident atlas of the Tajik–Afghan frontier.
//!
//! **A Document under a View gives a Scene.** A [`model::Document`] is what the analyst owns; a
//! [`carto::View`] is what one is looking at; a [`carto::Scene`] is what that looks like on a sheet of a
//! given size, as plain data in paint order. The window and every picture paint the same Scene.
//!
//! Three words are kept apart. A `session::Command` is what a person asks. An [`edit::Action`] is a pure
//! change of truth. A `session::Effect` is what the shell must do.
//!
//! The rooms below stand in dependency order: a room imports only from rooms above it.
//!
//! | truth | the picture | the person |
//! | --- | --- | --- |
//! | [`model`] what is true | [`analysis`] questions about truth | [`session`] what the user is doing |
//! | [`edit`] how truth changes | [`carto`] the picture, in numbers | `ui` what the user sees |
//! | [`store`] how truth reaches disk | [`export`] the picture, on paper | `app` window, threads, disk |
#![forbid(unsafe_code)]

pub mod model;
pub mod edit;
pub mod store;

pub mod analysis;
pub mod carto;
pub mod export;

pub mod session;
#[cfg(feature = "window")]
pub mod ui;
#[cfg(feature = "window")]
pub mod app;

pub mod cli;
