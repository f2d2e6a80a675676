//! What every presentation must have around its slides: types, relations, theme, master, one layout, the title.

use std::fmt::Write as _;

use super::Measure;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SPACES: &str = concat!(
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main""#
);
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// One relation of a part.
pub(super) fn relation(id: usize, kind: &str, target: &str, is_outside: bool) -> String {
    let outside = if is_outside { r#" TargetMode="External""# } else { "" };
    format!(r#"<Relationship Id="rId{id}" Type="{OFFICE}/{kind}" Target="{target}"{outside}/>"#)
}

/// The part that holds relations.
pub(super) fn relations(all: &str) -> String {
    format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{all}</Relationships>"#)
}

/// Names and content of all parts but the slides. `title` is escaped already.
pub(super) fn parts(title: &str, measure: Measure, slides: usize) -> Vec<(String, String)> {
    let named = |name: &str, part: String| (name.to_owned(), part);
    let core = relation(1, "officeDocument", "ppt/presentation.xml", false)
        + &format!(
            r#"<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#
        )
        + &relation(3, "extended-properties", "docProps/app.xml", false);
    let master = relation(1, "slideLayout", "../slideLayouts/slideLayout1.xml", false)
        + &relation(2, "theme", "../theme/theme1.xml", false);
    let of_layout = relation(1, "slideMaster", "../slideMasters/slideMaster1.xml", false);
    vec![
        named("[Content_Types].xml", content_types(slides)),
        named("_rels/.rels", relations(&core)),
        named(
            "docProps/core.xml",
            format!(
                concat!(
                    r#"{}<cp:coreProperties xmlns:cp="{}/metadata/core-properties" "#,
                    r#"xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#
                ),
                HEAD, PACKAGE, title
            ),
        ),
        named(
            "docProps/app.xml",
            format!(
                r#"{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Slides>{slides}</Slides></Properties>"#
            ),
        ),
        named("ppt/presentation.xml", presentation(measure, slides)),
        named("ppt/_rels/presentation.xml.rels", relations(&presentation_relations(slides))),
        named("ppt/theme/theme1.xml", theme()),
        named("ppt/slideMasters/slideMaster1.xml", slide_master(measure)),
        named("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(&master)),
        named("ppt/slideLayouts/slideLayout1.xml", slide_layout(measure)),
        named("ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations(&of_layout)),
    ]
}

fn content_types(slides: usize) -> String {
    let mut out = format!(
        concat!(
            r#"{}<Types xmlns="{}/content-types">"#,
            r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
            r#"<Default Extension="xml" ContentType="application/xml"/>"#,
            r#"<Default Extension="png" ContentType="image/png"/>"#
        ),
        HEAD, PACKAGE
    );
    let mut part = |name: &str, kind: &str| {
        let _ = write!(out, r#"<Override PartName="/{name}" ContentType="application/vnd.{kind}+xml"/>"#);
    };
    part("docProps/core.xml", "openxmlformats-package.core-properties");
    part("docProps/app.xml", "openxmlformats-officedocument.extended-properties");
    let office = "openxmlformats-officedocument.presentationml";
    part("ppt/presentation.xml", &format!("{office}.presentation.main"));
    part("ppt/slideMasters/slideMaster1.xml", &format!("{office}.slideMaster"));
    part("ppt/slideLayouts/slideLayout1.xml", &format!("{office}.slideLayout"));
    part("ppt/theme/theme1.xml", "openxmlformats-officedocument.theme");
    for number in 1..=slides {
        part(&format!("ppt/slides/slide{number}.xml"), &format!("{office}.slide"));
    }
    out + "</Types>"
}

fn presentation(measure: Measure, slides: usize) -> String {
    let mut list = String::new();
    for number in 1..=slides {
        // Numbers of slides begin at 256.
        let _ = write!(list, r#"<p:sldId id="{}" r:id="rId{}"/>"#, 255 + number, number + 2);
    }
    format!(
        concat!(
            r#"{}<p:presentation {} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>"#,
            r#"</p:sldMasterIdLst><p:sldIdLst>{}</p:sldIdLst><p:sldSz cx="{}" cy="{}"/>"#,
            r#"<p:notesSz cx="6858000" cy="9144000"/></p:presentation>"#
        ),
        HEAD, SPACES, list, measure.width, measure.height
    )
}

fn presentation_relations(slides: usize) -> String {
    let mut all = relation(1, "slideMaster", "slideMasters/slideMaster1.xml", false)
        + &relation(2, "theme", "theme/theme1.xml", false);
    for number in 1..=slides {
        all += &relation(number + 2, "slide", &format!("slides/slide{number}.xml"), false);
    }
    all
}

/// The place of the title, from which slides may depart.
fn title_holder(measure: Measure) -> String {
    let (side, width) = (measure.width / 24, measure.width * 11 / 12);
    format!(
        concat!(
            r#"<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>"#,
            r#"<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{}" y="{}"/>"#,
            r#"<a:ext cx="{}" cy="{}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>"#,
            r#"<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:normAutofit/></a:bodyPr>"#,
            r#"<a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>Title</a:t></a:r></a:p></p:txBody></p:sp>"#
        ),
        side,
        side / 2,
        width,
        measure.height / 10
    )
}

fn tree(shapes: &str) -> String {
    format!(
        concat!(
            r#"<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"#,
            r#"<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>"#,
            r#"<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{}</p:spTree>"#
        ),
        shapes
    )
}

fn slide_master(measure: Measure) -> String {
    let level = |number: usize, size: usize| {
        format!(
            concat!(
                r#"<a:lvl{}pPr algn="l" rtl="0"><a:buNone/><a:defRPr sz="{}" kern="1200">"#,
                r#"<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>"#,
                r#"<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{}pPr>"#
            ),
            number, size, number
        )
    };
    let levels: String = (1..=9).map(|number| level(number, 1800)).collect();
    format!(
        concat!(
            r#"{}<p:sldMaster {}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>"#,
            r#"<a:effectLst/></p:bgPr></p:bg>{}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" "#,
            r#"accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" "#,
            r#"accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>"#,
            r#"<p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle>{}"#,
            r#"</p:titleStyle><p:bodyStyle>{}</p:bodyStyle><p:otherStyle>{}</p:otherStyle></p:txStyles></p:sldMaster>"#
        ),
        HEAD,
        SPACES,
        tree(&title_holder(measure)),
        level(1, 2800),
        levels,
        levels
    )
}

fn slide_layout(measure: Measure) -> String {
    format!(
        concat!(
            r#"{}<p:sldLayout {} type="titleOnly" preserve="1"><p:cSld name="Title only">{}</p:cSld>"#,
            r#"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"#
        ),
        HEAD,
        SPACES,
        tree(&title_holder(measure))
    )
}

fn theme() -> String {
    let colours = [
        ("dk1", "1B2430"),
        ("lt1", "FFFFFF"),
        ("dk2", "44505E"),
        ("lt2", "F2F0E8"),
        ("accent1", "8A1253"),
        ("accent2", "1F6FB2"),
        ("accent3", "2F7D32"),
        ("accent4", "B4531B"),
        ("accent5", "7A3FA0"),
        ("accent6", "8A6A10"),
        ("hlink", "1F6FB2"),
        ("folHlink", "7A3FA0"),
    ];
    let mut scheme = String::new();
    for (name, colour) in colours {
        let _ = write!(scheme, r#"<a:{name}><a:srgbClr val="{colour}"/></a:{name}>"#);
    }
    let font = |name: &str| {
        format!(
            r#"<a:{name}><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface="Arial"/></a:{name}>"#
        )
    };
    let plain = r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#;
    let line = |width: u32| format!(r#"<a:ln w="{width}">{plain}<a:prstDash val="solid"/></a:ln>"#);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        concat!(
            r#"{}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Map">"#,
            r#"<a:themeElements><a:clrScheme name="Map">{}</a:clrScheme><a:fontScheme name="Map">{}{}</a:fontScheme>"#,
            r#"<a:fmtScheme name="Map"><a:fillStyleLst>{}</a:fillStyleLst><a:lnStyleLst>{}{}{}</a:lnStyleLst>"#,
            r#"<a:effectStyleLst>{}</a:effectStyleLst><a:bgFillStyleLst>{}</a:bgFillStyleLst></a:fmtScheme>"#,
            r#"</a:themeElements></a:theme>"#
        ),
        HEAD,
        scheme,
        font("majorFont"),
        font("minorFont"),
        plain.repeat(3),
        line(6350),
        line(12700),
        line(19050),
        effect.repeat(3),
        plain.repeat(3)
    )
}
