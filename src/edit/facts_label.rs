//! What a change of the project's facts is called: the first part of them that differs.

use super::action::shortened;
use crate::model::{Facts, shown_line};

/// `add the view “Khorog”`, `change publication profiles` …
pub(super) fn facts_label(before: &Facts, after: &Facts) -> String {
    let shots =
        listed("view", &names(&before.shots, |shot| &shot.name), &names(&after.shots, |shot| &shot.name));
    let layouts = listed(
        "layout of briefs",
        &names(&before.layouts, |kept| &kept.name),
        &names(&after.layouts, |kept| &kept.name),
    );
    let boards = listed(
        "storyboard",
        &names(&before.storyboards, |board| &board.name),
        &names(&after.storyboards, |board| &board.name),
    );
    let profiles = listed(
        "profile of publication",
        &names(&before.publication.profiles, |profile| &profile.name),
        &names(&after.publication.profiles, |profile| &profile.name),
    );
    let words = if before.title != after.title {
        "change the project’s title"
    } else if before.attribution != after.attribution {
        "change whom the project credits"
    } else if before.actors != after.actors {
        "change the list of actors"
    } else if before.fields != after.fields {
        "change the project’s own fields"
    } else if before.shots != after.shots {
        return shots;
    } else if before.storyboards != after.storyboards {
        return boards;
    } else if before.layouts != after.layouts {
        return layouts;
    } else if before.publication != after.publication {
        return profiles;
    } else {
        "change project facts"
    };
    words.to_owned()
}

fn names<T>(list: &[T], name: impl Fn(&T) -> &str) -> Vec<&str> {
    list.iter().map(name).collect()
}

/// What became of a list of things that have names, of which at least one differs.
fn listed(what: &str, before: &[&str], after: &[&str]) -> String {
    let only_in = |these: &[&str], others: &[&str]| -> Vec<String> {
        let missing = these.iter().filter(|name| !others.contains(name));
        missing.map(|name| shortened(&shown_line(name))).collect()
    };
    match (&*only_in(before, after), &*only_in(after, before)) {
        ([], [new]) => format!("add the {what} “{new}”"),
        ([old], []) => format!("remove the {what} “{old}”"),
        ([old], [new]) => format!("rename the {what} “{old}” to “{new}”"),
        ([], []) if before != after => format!("move a {what}"),
        (_, _) => format!("change a {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shot;

    fn with_views(names: &[&str]) -> Facts {
        let shots = names.iter().map(|name| Shot { name: (*name).to_owned(), ..Shot::default() }).collect();
        Facts { shots, ..Facts::default() }
    }

    #[test]
    fn a_step_says_what_became_of_which_view() {
        let label = |before: &[&str], after: &[&str]| facts_label(&with_views(before), &with_views(after));
        assert_eq!(label(&["Darvoz"], &["Darvoz", "Khorog"]), "add the view “Khorog”");
        assert_eq!(label(&["Darvoz", "Khorog"], &["Khorog"]), "remove the view “Darvoz”");
        assert_eq!(label(&["Darvoz"], &["Khorog"]), "rename the view “Darvoz” to “Khorog”");
        assert_eq!(label(&["Darvoz", "Khorog"], &["Khorog", "Darvoz"]), "move a view");
        let title = Facts { title: "Panj".to_owned(), ..Facts::default() };
        assert_eq!(facts_label(&Facts::default(), &title), "change the project’s title");
    }
}
