import Access
import Foundation
import HTML
import Journal
import NetworkLife
import Storage

/// The administrator's page: backups, verification, disk, what only a person settles. It says nothing of what the records hold.
enum AdministrationController {
    static let routes: [Route] = [
        .get(.administration, .permission(.journalVerify), show),
        .post(.verifications, .permission(.journalVerify)) { visit, typed in
            visit.site.verification.start(visit.site.store, typed.has("all") ? .all : .sinceProof)
            return .redirect(SitePath.administration())
        },
        .post(.timeConfirmations, .permission(.journalVerify)) { visit, _ in
            if visit.site.store.clockSetBack != nil { try await visit.site.store.confirmTime() }
            return .redirect(SitePath.administration())
        },
    ]

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let findings = try connection.rows("SELECT subject, code, stamp FROM finding ORDER BY stamp DESC, subject LIMIT 50") {
            Noticed(subject: try $0.text(0), code: try $0.text(1), stamp: try Stamp(value: .integer($0.integer(2))))
        }
        let page = AdministrationShow(
            visit: visit, backup: try connection.event(.backupDone), failure: try connection.event(.backupFailed),
            hasKey: try connection.first("SELECT 1 FROM setting WHERE name = 'archive-key'") { _ in true } ?? false,
            verified: try connection.event(.verified), verification: visit.site.verification.state, noticed: findings,
            clock: visit.site.store.clockSetBack, rooms: visit.site.settings.folders.compactMap(Room.init))
        return visit.page(
            visit.say("Administration", en: "Administration"),
            lede: visit.say(
                "Ce qui garde les données : sauvegardes, vérification, place, heure.", en: "What keeps the data safe: backups, verification, room, time.")
        ) {
            div(.class("actions")) {
                a(visit.say("Comptes", en: "Accounts"), .class("secondary"), .href(SitePath.accounts()))
                a(visit.say("Courrier", en: "Mail"), .class("secondary"), .href(SitePath.mailSettings()))
            }
            page
        }
    }
}

/// What taking in another installation’s entries has marked for a person.
private struct Noticed {
    let subject: String
    let code: String
    let stamp: Stamp

    var phrase: Phrase {
        switch code {
        case "writer.branched":
            Phrase(
                "Une copie de l’installation \(subject) a écrit de son côté. Les deux suites sont gardées ; ne servez plus qu’une seule des deux copies.",
                en: "A copy of installation \(subject) wrote on its own. Both branches are kept; serve only one of the two copies from now on.")
        case "entry.ahead":
            Phrase(
                "L’entrée \(subject) porte une heure en avance sur cette machine. Vérifiez l’heure de la machine qui l’a écrite.",
                en: "Entry \(subject) is stamped ahead of this machine’s clock. Check the time of the machine that wrote it.")
        default: Phrase("\(code) : \(subject)", en: "\(code): \(subject)")
        }
    }
}

/// How much room is left where something is kept.
private struct Room {
    let folder: String
    let free: Int64
    let total: Int64

    /// Nil where the folder cannot be asked.
    init?(_ folder: String) {
        guard let found = try? FileManager.default.attributesOfFileSystem(forPath: folder), let free = found[.systemFreeSize] as? NSNumber,
            let total = found[.systemSize] as? NSNumber, total.int64Value > 0
        else { return nil }
        self.folder = folder
        self.free = free.int64Value
        self.total = total.int64Value
    }

    /// Under a twentieth, or under 200 MB: a backup and a day's work may not fit any more.
    var isShort: Bool { free < total / 20 || free < 200_000_000 }

    func text(_ say: Say) -> String {
        let gigabytes = { (bytes: Int64) -> String in
            let tenths = bytes / 100_000_000
            return say("\(tenths / 10),\(tenths % 10)", en: "\(tenths / 10).\(tenths % 10)")
        }
        return say("\(gigabytes(free)) Go libres sur \(gigabytes(total)) Go", en: "\(gigabytes(free)) GB free of \(gigabytes(total)) GB")
    }
}

private struct AdministrationShow: Component {
    let visit: Visit
    let backup: Upkeep.Event?
    let failure: Upkeep.Event?
    let hasKey: Bool
    let verified: Upkeep.Event?
    let verification: Verification.State
    let noticed: [Noticed]
    let clock: ClockSetBack?
    let rooms: [Room]

    private var say: Say { visit.say }

    var body: some Markup {
        if let clock { clockNote(clock) }
        h2(say("Sauvegarde", en: "Backup"))
        dl(.class("summary")) {
            row(say("Dernière réussie", en: "Last that succeeded"), backup.map { Dates.moment($0.stamp, say) } ?? say("aucune encore", en: "none yet"))
            if let backup { row(say("Fichier", en: "File"), backup.text) }
            if let failure { row(say("Dernier échec", en: "Last failure"), "\(Dates.moment(failure.stamp, say)) : \(failure.text)", "refused") }
        }
        if isLate {
            p(.class("note")) {
                hasKey
                    ? say(
                        "Aucune sauvegarde depuis plus de deux jours. Servez avec « --backup DOSSIER », ou lancez « promig backup FICHIER ».",
                        en: "No backup for more than two days. Serve with “--backup FOLDER”, or run “promig backup FILE”.")
                    : say(
                        "Il n’y a pas de clé de sauvegarde. Lancez « promig backup --new-key » et gardez la clé montrée loin de cette machine.",
                        en: "There is no backup key. Run “promig backup --new-key” and keep the key shown away from this machine.")
            }
        }
        h2(say("Vérification", en: "Verification"))
        verificationView
        if !rooms.isEmpty {
            h2(say("Place sur le disque", en: "Room on the disk"))
            dl(.class("summary")) { Each(rooms) { row($0.folder, $0.text(say), $0.isShort ? "refused" : nil) } }
            if rooms.contains(where: \.isShort) {
                p(
                    say(
                        "La place manque bientôt. Libérez-en avant que le site refuse d’enregistrer.",
                        en: "Room is running short. Free some before the site refuses to save."), .class("note"))
            }
        }
        h2(say("À regarder", en: "To look into"))
        if noticed.isEmpty {
            p(
                say("Rien. Les copies et les horloges en désaccord paraîtront ici.", en: "Nothing. Copies and clocks that disagree will appear here."),
                .class("soft"))
        } else {
            ul(.class("todo")) {
                Each(noticed) { one in
                    li {
                        time(Dates.moment(one.stamp, say))
                        div { say(one.phrase) }
                    }
                }
            }
        }
    }

    private var isLate: Bool {
        guard let backup else { return true }
        return visit.site.store.milliseconds > backup.milliseconds + 2 * 86_400_000
    }

    @MarkupBuilder private var verificationView: some Markup {
        dl(.class("summary")) {
            row(say("Dernière", en: "Last"), verified.map { Dates.moment($0.stamp, say) } ?? say("aucune encore", en: "none yet"))
            if let verified {
                row(
                    say("Résultat", en: "Result"),
                    verified.text == "0"
                        ? say("tout concorde", en: "all agrees") : say("\(verified.text) désaccord(s)", en: "\(verified.text) disagreement(s)"),
                    verified.text == "0" ? "done" : "refused")
            }
        }
        switch verification {
        case .running(let done, let all):
            p(.class("notice"), .role("status")) {
                all == 0
                    ? say("La vérification a commencé.", en: "The verification has begun.")
                    : say("Vérification en cours : \(done * 100 / all) %.", en: "Verifying: \(done * 100 / all) %.")
            }
            div(.class("actions")) { a(say("Actualiser", en: "Refresh"), .class("secondary"), .href(SitePath.administration())) }
        case .done(let findings) where !findings.isEmpty:
            div(.class("errors")) {
                ul { Each(Array(findings.prefix(50))) { li(say($0.phrase)) } }
            }
            start
        case .failed:
            p(say("La vérification n’est pas allée à son terme. Recommencez-la.", en: "The verification did not finish. Start it again."), .class("note"))
            start
        case .idle, .done: start
        }
    }

    private var start: some Markup {
        form(.method(.post), .action(SitePath.verifications()), .class("actions")) {
            HiddenFields(visit: visit)
            button(say("Vérifier maintenant", en: "Verify now"), .class("secondary"), .type(.submit))
            button(say("Tout relire", en: "Read everything again"), .class("plain"), .type(.submit), .name("all"), .value("1"))
        }
    }

    private func clockNote(_ clock: ClockSetBack) -> some Markup {
        div(.class("errors"), .role("alert")) {
            h2(say("L’heure de la machine a reculé", en: "The machine’s clock has gone back"))
            p {
                say(
                    "Le dernier enregistrement est du \(Dates.moment(clock.newest, say)), et la machine dit \(Dates.moment(Stamp(milliseconds: visit.site.store.milliseconds), say)). Rien n’est enregistré en attendant. Corrigez l’heure de la machine ; si elle est juste, confirmez-la.",
                    en:
                        "The last save was on \(Dates.moment(clock.newest, say)), and the machine says \(Dates.moment(Stamp(milliseconds: visit.site.store.milliseconds), say)). Nothing is saved meanwhile. Set the machine’s clock; if it is right, confirm it."
                )
            }
            form(.method(.post), .action(SitePath.timeConfirmations()), .class("actions")) {
                HiddenFields(visit: visit)
                button(say("Cette heure est juste", en: "This time is right"), .class("secondary"), .type(.submit))
            }
        }
    }

    private func row(_ label: String, _ text: String, _ kind: String? = nil) -> some Markup {
        div {
            dt(label)
            dd(text, .class(kind))
        }
    }
}
