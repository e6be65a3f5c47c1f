import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// Who read which case files, for their supervisors; what is unusual stands out.
enum ReadingsController {
    static let routes: [Route] = [.get(.readings, .permission(.caseAssign), show)]

    /// More files than these opened one by one in an hour are unusual, more named in lists, and any between these hours in Niger.
    private static let mostInAnHour = 20
    private static let mostListed = 300
    private static let night = (from: 22, to: 5)
    private static let days = 7
    private static let size = 5_000

    struct Line: Sendable {
        let account: ID<Account>
        var readings = 0
        var files: Set<AnyID> = []
        var atNight = 0
        var outside = 0
        var mostInAnHour = 0
        var mostListed = 0
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let since = Stamp(milliseconds: visit.site.store.milliseconds - UInt64(days) * 86_400_000)
        let own = visit.own(Reading.self) ?? ("1 = 0", [])
        let stored = try connection.all(
            Reading.self, "WHERE \(own.sql) AND record_kind = ? AND made >= ? ORDER BY made DESC LIMIT ?",
            own.values + [.text(CaseFile.kind), since.value, size.value])
        let lines = try self.lines(stored, connection).sorted { $0.readings > $1.readings }
        let names = try Names(visit, connection, ids: lines.map { $0.account.cast() })
        let view = ReadingsShow(visit: visit, lines: lines, names: names, isWhole: stored.count < size)
        return visit.page(
            visit.say("Qui a lu quoi", en: "Who read what"),
            lede: visit.say("Les dossiers ouverts ces \(days) derniers jours.", en: "The case files opened in the last \(days) days."),
            trail: Registers.trail(visit)
        ) { view }
    }

    static func lines(_ readings: [Stored<Reading>], _ connection: any Connection) throws -> [Line] {
        var lines: [ID<Account>: Line] = [:]
        var hours: [ID<Account>: [UInt64: (opened: Set<AnyID>, listed: Int)]] = [:]
        var followed: [ID<Account>: Set<AnyID>] = [:]
        for reading in readings {
            guard let account = reading.record.account else { continue }
            let files = reading.record.records
            if followed[account] == nil {
                let isSupervisor = try connection.assignments(of: account).contains { $0.record.role == .supervisor }
                followed[account] =
                    isSupervisor
                    ? [] : Set(try connection.all(CaseAssignment.self, "WHERE account = ?", [account.value]).compactMap { $0.record.caseFile?.cast() })
                if isSupervisor { lines[account, default: Line(account: account)].outside = -1 }
            }
            var line = lines[account] ?? Line(account: account)
            line.readings += files.count
            line.files.formUnion(files)
            // Niger is an hour ahead of UTC, all year.
            let hour = Int((reading.made.milliseconds / 3_600_000 + 1) % 24)
            if hour >= night.from || hour < night.to { line.atNight += files.count }
            // A list names many at once, those of the intake among them: it is no opening of each.
            var inHour = hours[account]?[reading.made.milliseconds / 3_600_000] ?? ([], 0)
            if files.count > 1 {
                inHour.listed += files.count
            } else {
                inHour.opened.formUnion(files)
                if line.outside >= 0 { line.outside += files.count { followed[account]?.contains($0) != true } }
            }
            hours[account, default: [:]][reading.made.milliseconds / 3_600_000] = inHour
            line.mostInAnHour = max(line.mostInAnHour, inHour.opened.count)
            line.mostListed = max(line.mostListed, inHour.listed)
            lines[account] = line
        }
        return lines.values.map { line in
            var line = line
            line.outside = max(0, line.outside)
            return line
        }
    }

    static func isUnusual(_ line: Line) -> Bool { line.mostInAnHour > mostInAnHour || line.mostListed > mostListed || line.atNight > 0 || line.outside > 0 }
}

private struct ReadingsShow: Component {
    let visit: Visit
    let lines: [ReadingsController.Line]
    let names: Names
    let isWhole: Bool

    private var say: Say { visit.say }

    private var heads: [String] {
        [
            say("Qui", en: "Who"), say("Lectures", en: "Readings"), say("Dossiers", en: "Case files"), say("Le plus en une heure", en: "Most in an hour"),
            say("La nuit", en: "At night"), say("Hors de ses dossiers", en: "Outside their files"),
        ]
    }

    var body: some Markup {
        if lines.isEmpty {
            div(.class("empty")) { p(say("Personne n’a ouvert de dossier.", en: "Nobody has opened a case file.")) }
        } else {
            table(.class("list")) {
                caption(say("Qui a lu quoi", en: "Who read what"), .class("visually-hidden"))
                thead { tr { Each(heads) { th($0, .scope(.col)) } } }
                tbody {
                    Each(lines) { line in
                        tr {
                            td {
                                names[line.account]
                                if ReadingsController.isUnusual(line) { " "; span(say("à regarder", en: "to look at"), .class("tag late")) }
                            }
                            td("\(line.readings)", .class("number"), .data("label", heads[1]))
                            td("\(line.files.count)", .class("number"), .data("label", heads[2]))
                            td("\(line.mostInAnHour)", .class("number"), .data("label", heads[3]))
                            td("\(line.atNight)", .class("number"), .data("label", heads[4]))
                            td("\(line.outside)", .class("number"), .data("label", heads[5]))
                        }
                    }
                }
            }
            p(
                say(
                    "À regarder : plus de vingt dossiers ouverts en une heure, ou trois cents noms vus dans des listes ; une lecture entre 22 h et 5 h ; un dossier ouvert par qui ne le suit pas.",
                    en:
                        "To look at: more than twenty case files opened in an hour, or three hundred names seen in lists; a reading between 10 p.m. and 5 a.m.; a case file opened by someone who does not follow it."
                ), .class("soft"))
            if !isWhole { p(say("Seules les 5 000 dernières lectures sont comptées.", en: "Only the last 5,000 readings are counted."), .class("soft")) }
        }
    }
}
