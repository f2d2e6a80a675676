//! What is typed or pasted into a cell of the table, in every column.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::analysis::columns::{Column, Context};
use marz::model::{Incident, IncidentId};

fuzz_target!(|text: &str| {
    let context = Context { today: jiff::civil::date(2026, 11, 23), fields: &[] };
    let incident = Incident::new(IncidentId::new("a"));
    for column in Column::all(&[]) {
        if let Ok(Some(change)) = column.change(&incident, text, context) {
            let changed = change.applied_to(&incident);
            // What stands there then is taken as it is.
            let typed = column.typed_of(&changed);
            assert_eq!(column.change(&changed, &typed, context), Ok(None));
        }
    }
});
