import Access
import Journal

extension ActName {
    package static let headingCreate = ActName("budget-heading.create", "Rubrique ajoutée", en: "Heading added", .budgetEdit)
    package static let headingUpdate = ActName("budget-heading.update", "Rubrique modifiée", en: "Heading edited", .budgetEdit)
    package static let headingRemove = ActName("budget-heading.remove", "Rubrique retirée", en: "Heading removed", .budgetEdit)
    package static let budgetLineCreate = ActName("budget-line.create", "Ligne budgétaire ajoutée", en: "Budget line added", .budgetEdit)
    package static let budgetLineUpdate = ActName("budget-line.update", "Ligne budgétaire modifiée", en: "Budget line edited", .budgetEdit)
    package static let budgetLineRemove = ActName("budget-line.remove", "Ligne budgétaire retirée", en: "Budget line removed", .budgetEdit)
    package static let plannedCreate = ActName("planned-spending.create", "Dépense prévue", en: "Spending planned", .budgetEdit)
    package static let plannedUpdate = ActName("planned-spending.update", "Prévision modifiée", en: "Planned spending edited", .budgetEdit)
    package static let plannedRemove = ActName("planned-spending.remove", "Prévision retirée", en: "Planned spending removed", .budgetEdit)
    package static let expenditureCreate = ActName("expenditure.create", "Dépense notée", en: "Expenditure noted", .budgetEdit)
    package static let expenditureUpdate = ActName("expenditure.update", "Dépense modifiée", en: "Expenditure edited", .budgetEdit)
    package static let expenditureRemove = ActName("expenditure.remove", "Dépense retirée", en: "Expenditure removed", .budgetEdit)
    package static let budgetTransferCreate = ActName("budget-transfer.create", "Transfert noté", en: "Transfer noted", .budgetEdit)
    package static let budgetTransferUpdate = ActName("budget-transfer.update", "Transfert modifié", en: "Transfer edited", .budgetEdit)
    package static let budgetTransferRemove = ActName("budget-transfer.remove", "Transfert retiré", en: "Transfer removed", .budgetEdit)
    package static let budgetRuleCreate = ActName("budget-rule.create", "Règle du budget ajoutée", en: "Budget rule added", .budgetEdit)
    package static let budgetRuleUpdate = ActName("budget-rule.update", "Règle du budget modifiée", en: "Budget rule edited", .budgetEdit)
    package static let budgetRuleRemove = ActName("budget-rule.remove", "Règle du budget retirée", en: "Budget rule removed", .budgetEdit)
    package static let rateCreate = ActName("exchange-rate.create", "Taux noté", en: "Rate noted", .budgetEdit)
    package static let rateUpdate = ActName("exchange-rate.update", "Taux modifié", en: "Rate edited", .budgetEdit)
    package static let rateRemove = ActName("exchange-rate.remove", "Taux retiré", en: "Rate removed", .budgetEdit)
    package static let fundsCreate = ActName("fund-transfer.create", "Virement reçu noté", en: "Transfer received noted", .budgetEdit)
    package static let fundsUpdate = ActName("fund-transfer.update", "Virement reçu modifié", en: "Transfer received edited", .budgetEdit)
    package static let fundsRemove = ActName("fund-transfer.remove", "Virement reçu retiré", en: "Transfer received removed", .budgetEdit)
}

extension ResultsArea {
    static let budgetKinds: [RecordKind] = [
        RecordKind(BudgetHeading.self), RecordKind(BudgetLine.self), RecordKind(PlannedSpending.self), RecordKind(Expenditure.self),
        RecordKind(BudgetTransfer.self), RecordKind(BudgetRule.self), RecordKind(ExchangeRate.self), RecordKind(FundTransfer.self),
    ]
    static let budgetActs: [ActName] = [
        .headingCreate, .headingUpdate, .headingRemove, .budgetLineCreate, .budgetLineUpdate, .budgetLineRemove, .plannedCreate, .plannedUpdate, .plannedRemove,
        .expenditureCreate, .expenditureUpdate, .expenditureRemove, .budgetTransferCreate, .budgetTransferUpdate, .budgetTransferRemove, .budgetRuleCreate,
        .budgetRuleUpdate, .budgetRuleRemove, .rateCreate, .rateUpdate, .rateRemove, .fundsCreate, .fundsUpdate, .fundsRemove,
    ]
}
