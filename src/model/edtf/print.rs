//! From an EDTF value to its canonical text.

use std::fmt::{Formatter, Result, Write};

use super::{
    End, Form, Mark, Member, PartialDate,
    date::{Digit, Moment, YearKind},
};
use crate::model::when::Zone;

pub(super) fn form(f: &mut Formatter<'_>, form: &Form) -> Result {
    match form {
        Form::Date(date) => write_date(f, date),
        Form::Moment(moment) => write_moment(f, moment),
        Form::Interval(start, end) => {
            write_end(f, start)?;
            f.write_char('/')?;
            write_end(f, end)
        }
        Form::OneOf(members) => {
            f.write_char('[')?;
            write_members(f, members)?;
            f.write_char(']')
        }
        Form::AllOf(members) => {
            f.write_char('{')?;
            write_members(f, members)?;
            f.write_char('}')
        }
    }
}

fn write_end(f: &mut Formatter<'_>, end: &End) -> Result {
    match end {
        End::Date(date) => write_date(f, date),
        End::Open => f.write_str(".."),
        End::Unknown => Ok(()),
    }
}

fn write_members(f: &mut Formatter<'_>, members: &[Member]) -> Result {
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        match member {
            Member::Date(date) => write_date(f, date)?,
            Member::Until(date) => {
                f.write_str("..")?;
                write_date(f, date)?;
            }
            Member::From(date) => {
                write_date(f, date)?;
                f.write_str("..")?;
            }
            Member::Through(first, last) => {
                write_date(f, first)?;
                f.write_str("..")?;
                write_date(f, last)?;
            }
        }
    }
    Ok(())
}

/// The mark that the year shares with the parts after it stands once, behind the last of them; every other
/// mark stands before its part.
fn write_date(f: &mut Formatter<'_>, date: &PartialDate) -> Result {
    let mark = date.year.mark;
    let parts: Vec<_> = [date.month, date.day].into_iter().flatten().collect();
    let shared = parts.iter().take_while(|part| part.mark == mark && mark != Mark::Plain).count();
    write_year(f, date)?;
    if shared == 0 {
        f.write_str(mark.sign())?;
    }
    for (at, part) in parts.iter().enumerate() {
        f.write_char('-')?;
        if at >= shared {
            f.write_str(part.mark.sign())?;
        }
        write_digits(f, &part.digits)?;
        if at + 1 == shared {
            f.write_str(mark.sign())?;
        }
    }
    Ok(())
}

fn write_year(f: &mut Formatter<'_>, date: &PartialDate) -> Result {
    match date.year.kind {
        YearKind::Digits { negative, digits } => {
            if negative {
                f.write_char('-')?;
            }
            write_digits(f, &digits)?;
        }
        YearKind::Long { number, exponent } => {
            write!(f, "Y{number}")?;
            if let Some(exponent) = exponent {
                write!(f, "E{exponent}")?;
            }
        }
    }
    match date.year.significant {
        Some(digits) => write!(f, "S{digits}"),
        None => Ok(()),
    }
}

fn write_digits(f: &mut Formatter<'_>, digits: &[Digit]) -> Result {
    for digit in digits {
        match digit {
            Some(digit) => write!(f, "{digit}")?,
            None => f.write_char('X')?,
        }
    }
    Ok(())
}

fn write_moment(f: &mut Formatter<'_>, moment: &Moment) -> Result {
    write_date(f, &moment.date)?;
    let time = moment.time;
    write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
    match moment.zone {
        None => Ok(()),
        Some(Zone::Utc) => f.write_char('Z'),
        Some(zone @ (Zone::Dushanbe | Zone::Kabul | Zone::Offset(_))) => f.write_str(&zone.offset_text()),
    }
}
