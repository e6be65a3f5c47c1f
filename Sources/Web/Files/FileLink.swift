import HTML
import Journal

/// A file on a page: a link that says of which type and how long it is, or, for a sound, the means to hear it.
struct FileLink: Component {
    let visit: Visit
    let file: AttachedFile
    let address: Address
    /// What is in it, as the page calls it.
    var title = ""

    var body: some Markup {
        let say = visit.say
        let name = title.isEmpty ? say("Pièce jointe", en: "Attachment") : title
        if file.type.isSound {
            HTML.audio("", .controls(), .preload("none"), .src(address), .aria("label", name), .class("no-print"))
        }
        a(.href(address), .download("")) { file.type.isSound ? say("\(name) (enregistrer)", en: "\(name) (save)") : name }
        " "
        span(file.text(say), .class("soft"))
    }
}

extension AttachedFile {
    /// "PDF, 120 ko".
    func text(_ say: Say) -> String { "\(say(type.label)), \(Self.length(byteCount, say))" }

    /// In whole kilobytes, or in megabytes with one decimal.
    static func length(_ byteCount: Int, _ say: Say) -> String {
        guard byteCount >= 1_000_000 else { return say("\(max(1, byteCount / 1000))\u{A0}ko", en: "\(max(1, byteCount / 1000))\u{A0}kB") }
        let (whole, tenth) = (byteCount / 1_000_000, byteCount / 100_000 % 10)
        return say("\(whole),\(tenth)\u{A0}Mo", en: "\(whole).\(tenth)\u{A0}MB")
    }
}

/// The field where a file is chosen; what may be chosen stands above it.
struct FileField: Component {
    let say: Say
    let line: FormSheet.Line
    let choice: FileChoice

    private var id: String { "f-\(line.name)" }

    var body: some Markup {
        div(.class(line.problem == nil ? "field" : "field wrong")) {
            label(.for(id)) {
                say(line.label)
                if !line.isRequired { span(say(" (facultatif)", en: " (optional)"), .class("optional")) }
            }
            p(.class("hint"), .id("\(id)-hint")) {
                if let hint = line.hint { say(hint); " " }
                say(limits)
            }
            if let standing {
                p(say("Il y en a une : \(standing). Une autre la remplace.", en: "There is one: \(standing). Another takes its place."), .class("hint"))
            }
            if let problem = line.problem { p(say(problem), .class("error"), .id("\(id)-error")) }
            input(
                .id(id), .name(line.name), .type(.file), .accept(accepted), .aria("describedby", line.problem == nil ? "\(id)-hint" : "\(id)-hint \(id)-error"),
                .aria("invalid", line.problem == nil ? nil : "true"), .class("no-print"))
            p("……………………………………", .class("only-print"))
        }
    }

    /// What there is already, in words.
    private var standing: String? {
        guard line.values.count == 2, let count = Int(line.values[1]) else { return nil }
        return AttachedFile(FileType(code: line.values[0]), byteCount: count, pieces: []).text(say)
    }

    private var limits: Phrase {
        switch choice {
        case .sound: Phrase("Un son de 10 Mo au plus.", en: "A sound of at most 10 MB.")
        case .any:
            Phrase(
                "10 Mo au plus : PDF, image, texte, document Word, ODT ou Excel, son. Jamais un visage ni une pièce d’identité. Le nom du fichier n’est pas gardé.",
                en: "At most 10 MB: PDF, picture, text, Word, ODT or Excel document, sound. Never a face or an identity paper. The file’s name is not kept.")
        }
    }

    private var accepted: String {
        choice == .sound ? "audio/*,.ogg,.webm,.m4a,.mp3,.wav" : ".pdf,.jpg,.jpeg,.png,.txt,.odt,.docx,.xlsx,.ogg,.webm,.m4a,.mp3,.wav"
    }
}
