import Access
import Journal

extension ActName {
    package static let meetingCreate = ActName("meeting.create", "Rencontre ajoutée", en: "Meeting added", .meetingEdit)
    package static let meetingUpdate = ActName("meeting.update", "Rencontre modifiée", en: "Meeting edited", .meetingEdit)
    package static let meetingRemove = ActName("meeting.remove", "Rencontre retirée", en: "Meeting removed", .meetingEdit)
    package static let agendaCreate = ActName("agenda.create", "Point ajouté à l’ordre du jour", en: "Agenda item added", .meetingEdit)
    package static let agendaUpdate = ActName("agenda.update", "Point de l’ordre du jour modifié", en: "Agenda item edited", .meetingEdit)
    package static let agendaRemove = ActName("agenda.remove", "Point retiré de l’ordre du jour", en: "Agenda item removed", .meetingEdit)
    package static let decisionCreate = ActName("decision.create", "Décision ajoutée", en: "Decision added", .meetingEdit)
    package static let decisionUpdate = ActName("decision.update", "Décision modifiée", en: "Decision edited", .meetingEdit)
    package static let decisionRemove = ActName("decision.remove", "Décision retirée", en: "Decision removed", .meetingEdit)
    package static let recommendationCreate = ActName("recommendation.create", "Recommandation ajoutée", en: "Recommendation added", .meetingEdit)
    package static let decisionFollow = ActName("decision.follow", "Suivi de décision noté", en: "Decision follow-up noted", .decisionFollow)
    package static let charterLoad = ActName("charter.load", "Charte du projet chargée", en: "Project charter loaded", .projectEdit, undo: false)
    package static let sampleLoad = ActName("sample.load", "Données d’exemple chargées", en: "Sample data loaded", .projectEdit, undo: false)
    package static let undo = ActName("undo", "Action annulée", en: "Action undone", .homeShow, undo: false)
}

extension NetworkArea {
    package static let acts: [ActName] =
        [
            .meetingCreate, .meetingUpdate, .meetingRemove, .agendaCreate, .agendaUpdate, .agendaRemove, .decisionCreate, .decisionUpdate,
            .decisionRemove, .recommendationCreate, .decisionFollow, .charterLoad, .sampleLoad, .undo, .listExport,
        ] + meetingActs + ActName.people + ActName.participants + ActName.directory + ActName.incidents
}
