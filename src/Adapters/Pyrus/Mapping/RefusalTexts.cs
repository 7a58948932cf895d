namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>What a refusal of Pyrus is about and what to do: by its stable code, since its text changes and is translated.</summary>
internal static class RefusalTexts
{
    private const string EmailTaken = "Another account has this email, perhaps a blocked or dismissed one, or one in another organisation: change the email there or here.";

    /// <summary>The field concerned (null when the code does not say) and the remedy.</summary>
    internal static (string? Field, string Remedy) For(string code, int? status) => code switch
    {
        "person_email_already_in_use" or "non_unique_email" => ("email", EmailTaken),
        "conflict" => (null, EmailTaken),
        "incorrect_email_format" or "invalid_email" => ("email", "Correct the email in the source."),
        "phone_already_in_use" => ("login_phone", "Another account signs in with this telephone number."),
        "value_is_too_long" => (null, "Shorten the value in the source."),
        "invalid_department" => ("department_id", "The department is not there any more: prepare a new plan."),
        "department_catalog_can_not_be_modified" => (null, "The organisation chart is locked: make the change by hand in Pyrus, or unlock the chart."),
        "limit_exceeded" => (null, "No seat is free: block an account, or add seats to the plan."),
        "invalid_person_id" => (null, "Pyrus does not know this account or role any more: prepare a new plan."),
        "required_parameter_missing" or "required_field_missing" => (null, "Pyrus wants an email and at least a first or a last name."),
        "access_denied_person" => (null, "Pyrus does not let this login change that account (the owner, for example): do it by hand, as the owner."),
        "cannot_be_fired" => (null, "Pyrus does not dismiss that account (the owner, for example): hand its work over by hand."),
        "non_unique_name" => ("name", "The name is taken: choose another."),
        _ when status == 403 => (null, "Pyrus does not let this login do that: check its rights."),
        _ => (null, "Look the code up in the documentation of Pyrus (Errors and limits)."),
    };
}
