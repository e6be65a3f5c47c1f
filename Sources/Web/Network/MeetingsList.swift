import Access
import HTML
import Journal
import NetworkLife
import Storage

extension MeetingsController {
    static let list = RecordList<MeetingRecord>(
        path: .meetings, permission: .meetingShow, title: Phrase("Rencontres", en: "Meetings"), one: Phrase("rencontre", en: "meeting"),
        many: Phrase("rencontres", en: "meetings"),
        columns: [
            ListColumn(Phrase("Titre", en: "Title"), needs: ["title"]) { meeting, _ in .link(meeting.title, SitePath.meeting(meeting.id)) },
            .field("starts_on"), .field("type"), .field("branch"), .field("venue"),
        ],
        filters: [.code(MeetingRecord.self, "type"), .reference(MeetingRecord.self, "branch"), year],
        sorts: [
            ListSort(
                "date", column: "when", ascending: Phrase("Les plus anciennes d’abord", en: "Oldest first"),
                descending: Phrase("Les plus récentes d’abord", en: "Newest first"), beginsDescending: true),
            ListSort(
                "title", column: "sort", ascending: Phrase("Titre, de A à Z", en: "Title, A to Z"),
                descending: Phrase("Titre, de Z à A", en: "Title, Z to A")),
        ],
        search: "sort", isExported: true,
        lede: { visit, connection in
            let next = try connection.first(
                "SELECT starts_on, title FROM meeting WHERE \"when\" >= ? AND starts_on IS NOT NULL ORDER BY \"when\", id LIMIT 1", [visit.today.value]
            ) { (day: Day(try $0.text(0)), title: try $0.text(1)) }
            guard let next, let day = next.day else { return nil }
            let distance = Dates.distance(to: day, from: visit.today, visit.say)
            return visit.say("Prochaine rencontre \(distance) : \(next.title)", en: "Next meeting \(distance): \(next.title)")
        },
        actions: { visit in
            let decisions = ListAction(label: Phrase("Toutes les décisions", en: "All decisions"), address: SitePath.decisions())
            guard visit.may(.meetingEdit) else { return [decisions] }
            return [ListAction(label: Phrase("Ajouter une rencontre", en: "Add a meeting"), address: SitePath.meetingNew(), isPrimary: true), decisions]
        },
        purpose: Phrase(
            "Les rencontres du réseau paraîtront ici : ordre du jour, présence, procès-verbal, décisions.",
            en: "The network’s meetings will appear here: agenda, attendance, minutes, decisions."))

    /// By the year of the first day; the years run from the first meeting with a date to the last.
    private static let year = ListFilter(
        name: "year", label: Phrase("Année", en: "Year"),
        options: { _, connection in
            let ends = try ["ASC", "DESC"].compactMap { direction in
                try connection.first("SELECT \"when\" FROM meeting WHERE \"when\" < '9999' ORDER BY \"when\" \(direction) LIMIT 1") {
                    Int(try $0.text(0).prefix(4)) ?? 0
                }
            }
            guard ends.count == 2 else { return [] }
            return (max(ends[0], ends[1] - 20)...ends[1]).reversed().map { ("\($0)", "\($0)") }
        },
        condition: { code, _ in
            guard let year = Int(code), (1000...9998).contains(year) else { return nil }
            return ("\"when\" >= ? AND \"when\" < ?", [.text("\(year)"), .text("\(year + 1)")])
        })
}
