import Access
import Journal

/// What is said before anyone agrees, in one language, to be heard rather than read. The network records it; none ships.
package struct ConsentRecording: Record {
    package var id = ID<ConsentRecording>()
    package var language = SpokenLanguage.list[0].0
    package var on: Day?
    package var sound: AttachedFile?

    package init() {}

    package static let kind = "consent_recording"
    package static let title = Phrase("Consentement à écouter", en: "Consent to be heard")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("language", \.language, "Langue", en: "Language", required: true),
        .init("on", \.on, "Enregistré le", en: "Recorded on", required: true),
        .init(
            "sound", \.sound, "L’enregistrement", en: "The recording",
            hint: Phrase(
                "Le texte « Dire d’abord » du premier contact, lu par quelqu’un du réseau qui l’accepte.",
                en: "The text “To be said first” of the first contact, read by someone of the network who agrees to it."),
            required: true, input: .file(.sound)),
    ]
}

extension ActName {
    package static let consentRecordingAdd = ActName("consent-recording.create", "Enregistrement ajouté", en: "Recording added", .consentRecordingEdit)
    package static let consentRecordingEdit = ActName("consent-recording.update", "Enregistrement modifié", en: "Recording edited", .consentRecordingEdit)
    package static let consentRecordingTakeOut = ActName("consent-recording.remove", "Enregistrement retiré", en: "Recording taken out", .consentRecordingEdit)

    static let consentRecordings: [ActName] = [.consentRecordingAdd, .consentRecordingEdit, .consentRecordingTakeOut]
}
