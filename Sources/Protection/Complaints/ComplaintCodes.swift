import Access
import Journal

/// How far a complaint has come: what is counted.
package struct ComplaintState: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let received = Self(code: "received")
    package static let examined = Self(code: "examined")
    package static let answered = Self(code: "answered")
    package static let closed = Self(code: "closed")

    package static let list: [(Self, Phrase)] = [
        (.received, Phrase("Reçue", en: "Received")), (.examined, Phrase("Examinée", en: "Being examined")), (.answered, Phrase("Répondue", en: "Answered")),
        (.closed, Phrase("Close", en: "Closed")),
    ]
}

/// What a complaint is about.
package struct ComplaintMatter: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "conduct"), Phrase("La conduite de quelqu’un", en: "Someone’s conduct")),
        (Self(code: "refusal"), Phrase("Un service refusé ou mal rendu", en: "A service refused or badly given")),
        (Self(code: "money"), Phrase("De l’argent ou un avantage demandé", en: "Money or a favour asked for")),
        (Self(code: "confidence"), Phrase("Quelque chose de confié et répété", en: "Something told in confidence and repeated")),
        (Self(code: "unequal"), Phrase("Un traitement inégal", en: "Unequal treatment")),
        (Self(code: "consent"), Phrase("Un accord qui n’a pas été respecté", en: "An agreement that was not respected")),
        (Self(code: "other"), Phrase("Autre chose", en: "Something else")),
    ]
}

/// How soon someone must act.
package struct ComplaintGravity: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "ordinary"), Phrase("Peut attendre quelques jours", en: "Can wait a few days")), (Self(code: "serious"), Phrase("Grave", en: "Serious")),
        (Self(code: "danger"), Phrase("Quelqu’un est en danger", en: "Someone is in danger")),
    ]
}

/// What a member of the circle does with a complaint.
package struct ComplaintStep: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let examine = Self(code: "examine")
    package static let note = Self(code: "note")
    package static let answer = Self(code: "answer")
    package static let close = Self(code: "close")

    package static let list: [(Self, Phrase)] = [
        (.examine, Phrase("Examen commencé", en: "Examination begun")), (.note, Phrase("Note", en: "Note")),
        (.answer, Phrase("Réponse à la personne", en: "Answer to the person")),
        (.close, Phrase("Plainte close", en: "Complaint closed")),
    ]

    package var act: ActName {
        switch self {
        case .examine: .complaintExamine
        case .answer: .complaintAnswer
        case .close: .complaintClose
        default: .complaintNote
        }
    }

    /// What a complaint stands at after it.
    package func state(after state: ComplaintState) -> ComplaintState {
        switch self {
        case .examine: .examined
        case .answer: .answered
        case .close: .closed
        default: state
        }
    }

    /// What may be done with a complaint that stands there.
    package static func following(_ state: ComplaintState) -> [ComplaintStep] {
        switch state {
        case .received: [.examine]
        case .examined, .answered: [.answer, .note, .close]
        default: []
        }
    }
}

extension ActName {
    /// By nobody in the journal: who took a complaint stands sealed within it.
    package static let complaintSend = ActName("complaint.send", "Plainte transmise", en: "Complaint sent", .complaintTake, undo: false)
    package static let complaintExamine = ActName(
        "complaint.examine", "Examen de la plainte commencé", en: "Examination of the complaint begun", .complaintOpen, undo: false)
    package static let complaintNote = ActName("complaint.note", "Note ajoutée à la plainte", en: "Note added to the complaint", .complaintOpen, undo: false)
    package static let complaintAnswer = ActName(
        "complaint.answer", "Réponse à la plainte écrite", en: "Answer to the complaint written", .complaintOpen, undo: false)
    package static let complaintClose = ActName("complaint.close", "Plainte close", en: "Complaint closed", .complaintOpen, undo: false)
    package static let complaintRead = ActName("complaint.open", "Plainte lue", en: "Complaint read", .complaintOpen, undo: false)
    package static let complaintAnswerRead = ActName(
        "complaint-answer.open", "Réponse à une plainte lue", en: "Answer to a complaint read", .complaintTake, undo: false)
    package static let complaintRuleEdit = ActName(
        "complaint-rule.update", "Délais des plaintes modifiés", en: "Deadlines of complaints edited", .complaintRuleEdit)

    static let complaints: [ActName] = [
        .complaintSend, .complaintExamine, .complaintNote, .complaintAnswer, .complaintClose, .complaintRead, .complaintAnswerRead, .complaintRuleEdit,
    ]
}
