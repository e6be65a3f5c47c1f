import Access
import HTML
import Journal
import NetworkLife

/// Attendance in numbers: the form for whoever keeps the meeting, the table and its totals for everyone.
struct AttendanceView: Component {
    let visit: Visit
    let meeting: MeetingRecord
    let rows: [AttendanceController.Row]
    let regions: [(code: String, name: String)]
    let organizations: [(code: String, label: String)]
    let typed: Typed?
    let problems: [Refusal.Problem]

    private var say: Say { visit.say }
    private var present: [Attendance] { rows.compactMap(\.attendance) }

    private func totals(_ all: [Attendance]) -> (women: Int, men: Int, others: Int) {
        all.reduce((0, 0, 0)) { ($0.0 + $1.women, $0.1 + $1.men, $0.2 + $1.others) }
    }

    var lede: String {
        let all = totals(present)
        return say(
            "\(all.women + all.men + all.others) personnes de \(present.count) organisations : \(all.women) femmes, \(all.men) hommes\(all.others > 0 ? ", \(all.others) autres" : "").",
            en:
                "\(all.women + all.men + all.others) people from \(present.count) organisations: \(all.women) women, \(all.men) men\(all.others > 0 ? ", \(all.others) others" : "")."
        )
    }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if visit.may(.meetingEdit) {
            form(.method(.post), .action(SitePath.attendance(meeting.id)), .novalidate(), .class("sheet no-print")) {
                HiddenFields(visit: visit, token: (typed?.token ?? AnyID()).description)
                table(.class("list counts")) {
                    head
                    tbody {
                        Each(rows) { row in inputs(row.organization.description, row.attendance, row.region) { strong(row.name) } }
                        inputs("added", nil, nil) {
                            select(.name("added"), .id("f-added"), .aria("label", say("Une autre organisation", en: "Another organisation"))) {
                                option(say("Une autre organisation…", en: "Another organisation…"), .value(""))
                                Each(organizations) { one in option(one.label, .value(one.code), .selected(one.code == typed?["added"])) }
                            }
                        }
                    }
                }
                div(.class("actions")) {
                    button(say("Enregistrer la présence", en: "Save attendance"), .type(.submit), .class("primary"))
                    a(say("Annuler", en: "Cancel"), .class("secondary"), .href(SitePath.meeting(meeting.id)))
                }
            }
        }
        if !present.isEmpty {
            summaryTable
            absent
        }
    }

    private var head: some Markup {
        thead {
            tr {
                th(say("Organisation", en: "Organisation"), .scope(.col))
                Each(AttendanceController.columns) { column in th(say(column.label), .scope(.col)) }
                th(say("Région", en: "Region"), .scope(.col))
            }
        }
    }

    private func inputs<Name: Markup>(_ key: String, _ attendance: Attendance?, _ region: PlaceCode?, @MarkupBuilder name: () -> Name) -> some Markup {
        let organization = rows.first { $0.organization.description == key }?.name ?? say("autre organisation", en: "other organisation")
        let counts = [attendance?.women, attendance?.men, attendance?.others].map { $0.map { "\($0)" } ?? "" }
        return tr {
            td { name() }
            Each(Array(zip(AttendanceController.columns, counts))) { column, count in
                let field = "\(column.name)-\(key)"
                let problem = problems.first { $0.field == field }
                td(.data("label", say(column.label)), .class(problem == nil ? nil : "wrong")) {
                    input(
                        .id("f-\(field)"), .name(field), .type(.text), .inputmode("numeric"), .value(typed?[field] ?? count), .maxlength(9),
                        .autocomplete("off"),
                        .aria("label", "\(say(column.label)) – \(organization)"), .aria("invalid", problem == nil ? nil : "true"))
                    if let problem { p(say(problem.text), .class("error")) }
                }
            }
            td(.data("label", say("Région", en: "Region"))) {
                select(.name("region-\(key)"), .aria("label", "\(say("Région", en: "Region")) – \(organization)")) {
                    option("–", .value(""))
                    Each(regions) { one in
                        option(one.name, .value(one.code), .selected(one.code == (typed?["region-\(key)"] ?? region?.code ?? "")))
                    }
                }
            }
        }
    }

    private var byRegion: [(name: String, all: [Attendance])] {
        let known = regions.map { region in (name: region.name, all: present.filter { $0.region?.code == region.code }) }
        let rest = present.filter { one in !regions.contains { $0.code == one.region?.code } }
        return (known + [(name: say("Sans région", en: "No region"), all: rest)]).filter { !$0.all.isEmpty }
    }

    private var summaryTable: some Markup {
        table(.class("list")) {
            caption(say("Présence par région", en: "Attendance by region"))
            thead {
                tr {
                    th(say("Région", en: "Region"), .scope(.col))
                    Each(AttendanceController.columns) { column in th(say(column.label), .scope(.col), .class("number")) }
                    th(say("Total", en: "Total"), .scope(.col), .class("number"))
                }
            }
            tbody {
                Each(byRegion) { region in line(region.name, region.all) }
                line(say("Ensemble", en: "All"), present)
            }
        }
    }

    private func line(_ name: String, _ all: [Attendance]) -> some Markup {
        let sum = totals(all)
        return tr {
            td { strong(name) }
            td("\(sum.women)", .class("number"), .data("label", say("Femmes", en: "Women")))
            td("\(sum.men)", .class("number"), .data("label", say("Hommes", en: "Men")))
            td("\(sum.others)", .class("number"), .data("label", say("Autres", en: "Others")))
            td("\(sum.women + sum.men + sum.others)", .class("number"), .data("label", say("Total", en: "Total")))
        }
    }

    @MarkupBuilder private var absent: some Markup {
        let missing = rows.filter { $0.attendance == nil }.map(\.name)
        if !missing.isEmpty {
            h2(say("Absentes", en: "Absent"))
            p(missing.joined(separator: ", "))
        }
    }
}

/// A page for each day with lines to sign on; it never asks for an identity number.
struct SignInSheet: Component {
    let visit: Visit
    let meeting: MeetingRecord
    let filled: [(name: String, organization: String, function: String)]

    private var say: Say { visit.say }
    private var days: [Day?] {
        guard let first = meeting.startsOn else { return Array(repeating: nil, count: max(1, meeting.days)) }
        return (0..<max(1, meeting.days)).map { first.advanced(by: $0) }
    }
    /// Lines for those expected, and five for those who come all the same.
    private var count: Int { min(300, max(20, max(filled.count, meeting.expected ?? 0) + 5)) }

    var body: some Markup {
        div(.class("note no-print")) {
            p(
                say(
                    "Imprimez cette page avec votre navigateur : \(days.count) \(days.count > 1 ? "jours" : "jour"), \(count) lignes par jour. Elle ne demande aucun numéro de pièce d’identité.",
                    en:
                        "Print this page with your browser: \(days.count) \(days.count > 1 ? "days" : "day"), \(count) lines a day. It asks for no identity number."
                ))
            if meeting.isRestricted {
                p(say("Rencontre à diffusion restreinte : aucun nom n’est inscrit d’avance.", en: "Restricted meeting: no name is filled in."))
            } else if !filled.isEmpty {
                p(
                    say(
                        "Inscrites d’avance : \(filled.map(\.organization).joined(separator: ", ")).",
                        en: "Filled in: \(filled.map(\.organization).joined(separator: ", "))."))
            }
        }
        Each(Array(days.enumerated())) { day in
            section(.class(day.offset == 0 ? "paper" : "paper break")) {
                h2(day.element.map { Dates.long($0, visit.language).capitalizedFirst } ?? say("Jour \(day.offset + 1)", en: "Day \(day.offset + 1)"))
                if day.offset > 0 { p(meeting.title, .class("only-print")) }
                lines
            }
        }
    }

    private var lines: some Markup {
        table(.class("sign-lines")) {
            thead {
                tr {
                    th(say("Nom", en: "Name"), .scope(.col))
                    th(say("Organisation", en: "Organisation"), .scope(.col))
                    th(say("Fonction", en: "Position"), .scope(.col))
                    th(say("Téléphone (facultatif)", en: "Telephone (optional)"), .scope(.col))
                    th(say("Signature", en: "Signature"), .scope(.col))
                }
            }
            tbody {
                Each(Array(0..<count)) { number in
                    let line = number < filled.count ? filled[number] : (name: "", organization: "", function: "")
                    tr {
                        td(line.name)
                        td(line.organization)
                        td(line.function)
                        td()
                        td()
                    }
                }
            }
        }
    }
}
