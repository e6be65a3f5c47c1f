import Access
import HTML
import Journal
import Protection
import Storage

/// What is said before anyone agrees, to be heard: the secretariat gives a recording for each language, and the form of consent plays them.
enum ConsentRecordingsController {
    static let routes: [Route] =
        [
            .get(.consentRecordings, .permission(.consentRecordingShow), list),
            .file(.consentRecordingSound, .permission(.consentRecordingShow), ConsentRecording.self, \.sound),
        ] + desk.routes

    private static let desk = RecordDesk<ConsentRecording>(
        permission: .consentRecordingEdit, asked: ["language", "on", "sound"],
        words: (
            Phrase("Ajouter un enregistrement", en: "Add a recording"), Phrase("Modifier l’enregistrement", en: "Edit the recording"),
            Phrase("Retirer cet enregistrement", en: "Take this recording out")
        ),
        acts: (.consentRecordingAdd, .consentRecordingEdit, .consentRecordingTakeOut),
        paths: (.consentRecordingNew, .consentRecordingEdit, .consentRecordingRemoval),
        begin: { visit, _ in
            var recording = ConsentRecording()
            recording.on = visit.today
            return recording
        },
        home: { _ in SitePath.consentRecordings() }, parent: { _ in SitePath.consentRecordings() },
        trail: { visit, _, _ in Registers.trail(visit, of: .consentRecordings) })

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let (say, sounds) = (visit.say, try ConsentSounds(visit, connection))
        return visit.page(
            say(ConsentRecording.title),
            lede: say(
                "Ce qui est dit d’abord, pour qui préfère l’entendre dans sa langue.",
                en: "What is said first, for those who would rather hear it in their language."),
            trail: Registers.trail(visit)
        ) {
            if visit.may(.consentRecordingEdit) {
                div(.class("actions")) { a(say("Ajouter un enregistrement", en: "Add a recording"), .class("primary"), .href(SitePath.consentRecordingNew())) }
            }
            if sounds.isEmpty {
                p(
                    visit.may(.consentRecordingEdit)
                        ? say(
                            "Aucun n’est encore enregistré. Faites lire le texte « Dire d’abord » du premier contact, une langue après l’autre.",
                            en: "None is recorded yet. Have the text “To be said first” of the first contact read out, one language after the other.")
                        : say(
                            "Aucun n’est encore enregistré. Demandez-le au secrétariat, et dites le texte vous-même.",
                            en: "None is recorded yet. Ask the secretariat for it, and say the text yourself."), .class("soft"))
            }
            sounds
        }
    }
}

/// The recordings of what is said first, each with its language.
struct ConsentSounds: Component {
    private let visit: Visit
    private let recordings: [ConsentRecording]
    var isEmpty: Bool { recordings.isEmpty }

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        let place = Dictionary(uniqueKeysWithValues: zip(SpokenLanguage.list.map(\.0), 0...))
        // The latest of a language first.
        recordings = try connection.all(ConsentRecording.self, "ORDER BY id DESC LIMIT 100").map(\.record).enumerated()
            .sorted { (place[$0.element.language] ?? .max, $0.offset) < (place[$1.element.language] ?? .max, $1.offset) }.map(\.element)
    }

    var body: some Markup {
        let say = visit.say
        if !isEmpty {
            ul(.class("todo")) {
                Each(recordings) { recording in
                    li {
                        span(recording.on.map { Dates.short($0, visit.language) } ?? "", .class("soft"))
                        div {
                            strong(say(recording.language.label))
                            if let sound = recording.sound {
                                p {
                                    FileLink(
                                        visit: visit, file: sound, address: SitePath.consentRecordingSound(recording.id), title: say(recording.language.label))
                                }
                            }
                        }
                        if visit.may(.consentRecordingEdit) {
                            a(.href(SitePath.consentRecordingEdit(recording.id))) {
                                say("Modifier", en: "Edit")
                                span(" : \(say(recording.language.label))", .class("visually-hidden"))
                            }
                        }
                    }
                }
            }
        }
    }
}
