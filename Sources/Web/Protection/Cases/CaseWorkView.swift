import Accounts
import HTML
import Journal
import Protection
import Storage

/// What is done on a case file: needs, assessments, the plan, services given, notes, each with the way to add one.
struct CaseWorkView: Component {
    /// One line of a list: when, what, and under it what else is known.
    private struct Line: Sendable {
        let when: String
        let text: String
        let address: Address
        var under: [String] = []
        var tag: (text: String, style: String)?
        var file: (file: AttachedFile, address: Address)?
    }

    let visit: Visit
    let opened: OpenedCase
    let names: Names

    private var say: Say { visit.say }
    private var id: ID<CaseFile> { opened.stored.id }

    var body: some Markup {
        part(say("Besoins", en: "Needs"), needs, say("Noter un besoin", en: "Note a need"), SitePath.needNew(id))
        part(say("Évaluation", en: "Assessment"), assessments, say("Noter une évaluation", en: "Note an assessment"), SitePath.assessmentNew(id))
        part(say("Plan", en: "Plan"), plan, say("Ajouter une action", en: "Add an action"), SitePath.planNew(id))
        part(
            say("Réunions de cas", en: "Case conferences"), conferences, say("Noter une réunion de cas", en: "Note a case conference"),
            SitePath.conferenceNew(id))
        part(say("Services rendus", en: "Services given"), services, say("Noter un service rendu", en: "Note a service given"), SitePath.serviceGivenNew(id))
        part(say("Notes", en: "Notes"), notes, say("Ajouter une note", en: "Add a note"), SitePath.noteNew(id))
        part(say(Phrase(same: "Documents")), documents, say("Ajouter un document", en: "Add a document"), SitePath.documentNew(id))
    }

    @MarkupBuilder private func part(_ title: String, _ lines: [Line], _ adding: String, _ address: Address) -> some Markup {
        h2(title)
        ul(.class("todo")) {
            Each(lines) { line in
                li {
                    span(line.when, .class("soft"))
                    div {
                        if opened.isClosed { line.text } else { a(line.text, .href(line.address)) }
                        Each(line.under) { text in p(text, .class("soft")) }
                        if let file = line.file { p { FileLink(visit: visit, file: file.file, address: file.address, title: say("Ouvrir", en: "Open")) } }
                    }
                    if let tag = line.tag { span(tag.text, .class("tag \(tag.style)")) }
                }
            }
        }
        if !opened.isClosed { p(.class("no-print")) { a(adding, .href(address)) } }
    }

    private func day(_ day: Day?) -> String { day.map { Dates.short($0, visit.language) } ?? "" }
    private func said(_ texts: String?...) -> [String] { texts.compactMap { $0 }.filter { !$0.isEmpty } }

    private var needs: [Line] {
        opened.needs.map { need in
            Line(
                when: need[\.whose] ?? "", text: need[\.need].map { say($0.label) } ?? say(need.record.group.label), address: SitePath.needEdit(need.record.id),
                under: said(need[\.detail], need[\.outcomeNote]), tag: need.record.outcome.map { (say($0.label), $0.code == "met" ? "done" : "plain") })
        }
    }

    private var assessments: [Line] {
        opened.assessments.map { assessment in
            Line(
                when: day(assessment.record.on), text: assessment[\.situation] ?? say("Évaluation", en: "Assessment"),
                address: SitePath.assessmentEdit(assessment.record.id),
                under: said(
                    assessment[\.strengths].map { say("Appuis : \($0)", en: "Strengths: \($0)") },
                    assessment[\.wishes].map { say("Veut : \($0)", en: "Wants: \($0)") }))
        }
    }

    private var plan: [Line] {
        opened.plan.map { action in
            let record = action.record
            let tag: (String, String)? =
                record.doneOn != nil
                ? (say("fait", en: "done"), "done")
                : record.isLate(on: visit.today) ? (Dates.distance(to: record.due!, from: visit.today, say), "late") : nil
            return Line(
                when: day(record.doneOn ?? record.due), text: action[\.action] ?? say("Action", en: "Action to take"), address: SitePath.planEdit(record.id),
                under: said(action[\.goal], names[record.responsible], decided(record.conference), action[\.result]), tag: tag)
        }
    }

    private func decided(_ conference: ID<CaseConference>?) -> String? {
        opened.conferences.first { $0.record.id == conference }.map {
            say("Décidé en réunion de cas, \(day($0.record.on))", en: "Decided in a case conference, \(day($0.record.on))")
        }
    }

    private var conferences: [Line] {
        opened.conferences.map { conference in
            let present = conference.record.present.elements.map { names[$0] }.sorted()
            return Line(
                when: day(conference.record.on), text: conference[\.discussed] ?? say("Réunion de cas", en: "Case conference"),
                address: SitePath.conferenceEdit(conference.record.id),
                under: said(say("Présents : \(present.joined(separator: ", "))", en: "Present: \(present.joined(separator: ", "))")))
        }
    }

    private var services: [Line] {
        opened.services.map { service in
            Line(
                when: day(service[\.on]),
                text: service.record.legalHelp.map { say($0.label) } ?? service[\.need].map { say($0.label) } ?? say(service.record.group.label),
                address: SitePath.serviceGivenEdit(service.record.id), under: said(service[\.detail]))
        }
    }

    private var documents: [Line] {
        opened.documents.map { document in
            Line(
                when: day(document.record.on), text: document[\.what].flatMap { $0.isEmpty ? nil : $0 } ?? say(Phrase(same: "Document")),
                address: SitePath.documentEdit(document.record.id),
                file: document[\.file].map { (file: $0, address: SitePath.documentFile(document.record.id)) })
        }
    }

    private var notes: [Line] {
        opened.notes.map { note in
            Line(when: day(note.record.on), text: note[\.text] ?? "…", address: SitePath.noteEdit(note.record.id))
        }
    }
}
