//! The rooms below the window, seen from outside. Test names are promises.

mod documents;
mod samples;

mod analysis;
mod backups;
mod carto;
mod checking;
mod coding;
mod columns;
mod damage;
mod diff;
mod duplicates;
mod edit;
mod edtf;
mod export;
mod files;
mod find;
mod frontier;
mod gazetteer;
mod journal;
mod layering;
mod lock;
mod native;
mod notations;
mod offers;
mod queue;
mod review;
mod sample;
mod session;
mod settings;
mod standing;
mod taxonomy;
mod three_way;
mod versions;
mod when;
mod windows;
