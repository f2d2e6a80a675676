//! The days of all dated rows, in time order: a window is a slice of them.

use std::ops::Range;

use jiff::civil::Date;

use crate::model::{DaySpan, day_from_number, day_number};

use super::super::Window;

/// First and last days of the dated rows, as days since 1970-01-01.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    /// Ascends.
    pub first: Vec<i32>,
    pub last: Vec<i32>,
    /// The greatest of all last days so far; ascends.
    pub reach: Vec<i32>,
    /// Rows of more than one day, ascending.
    pub imprecise: Vec<u32>,
}

impl Days {
    pub fn of(spans: impl Iterator<Item = DaySpan>) -> Self {
        let (first, last) = spans.map(codes_of).unzip();
        let mut days = Self { first, last, ..Self::default() };
        days.settle();
        days
    }

    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// The days of a row; `None` for the undated ones, which come last.
    pub fn span(&self, row: usize) -> Option<DaySpan> {
        let (first, last) = (*self.first.get(row)?, *self.last.get(row)?);
        DaySpan::new(day_from_number(first.into()), day_from_number(last.into())).ok()
    }

    pub fn insert(&mut self, row: usize, span: DaySpan) {
        let (first, last) = codes_of(span);
        self.first.insert(row, first);
        self.last.insert(row, last);
    }

    pub fn remove(&mut self, row: usize) {
        self.first.remove(row);
        self.last.remove(row);
    }

    /// What follows from the days of all rows, after they have changed.
    pub fn settle(&mut self) {
        self.reach.clear();
        self.reach.extend(self.last.iter().scan(i32::MIN, |reach, &last| {
            *reach = last.max(*reach);
            Some(*reach)
        }));
        self.imprecise.clear();
        let spans = (0_u32..).zip(self.first.iter().zip(&self.last));
        self.imprecise.extend(spans.filter(|(_, (first, last))| first < last).map(|(row, _)| row));
    }

    /// The rows whose first day lies in the window, none where it is backwards. `all` rows, the undated ones with
    /// them, when the window is all of time.
    pub fn certain(&self, window: Window, all: usize) -> Range<usize> {
        if window.is_all() {
            return 0..all;
        }
        let from = window.first.map_or(0, |day| self.first.partition_point(|&first| first < day_code(day)));
        let until = window
            .last
            .map_or(self.first.len(), |day| self.first.partition_point(|&first| first <= day_code(day)));
        // A backwards window still has what begins before its end and lasts until its beginning.
        from.min(until)..until
    }

    /// The rows before row `before` that begin before the window and reach into it, ascending.
    pub fn overlapping(&self, window: Window, before: usize) -> impl Iterator<Item = u32> {
        let opens = window.first.map_or(i32::MAX, day_code);
        // Before this row nothing reaches the window.
        let earliest = self.reach.partition_point(|&reach| reach < opens);
        let start = self.imprecise.partition_point(|&row| (row as usize) < earliest);
        let end = self.imprecise.partition_point(|&row| (row as usize) < before).max(start);
        self.imprecise[start..end].iter().copied().filter(move |&row| self.last[row as usize] >= opens)
    }
}

fn codes_of(span: DaySpan) -> (i32, i32) {
    (day_code(span.first()), day_code(span.last()))
}

/// The calendar's days fit: it ends with the year 9999.
fn day_code(day: Date) -> i32 {
    i32::try_from(day_number(day)).unwrap_or(i32::MAX)
}
