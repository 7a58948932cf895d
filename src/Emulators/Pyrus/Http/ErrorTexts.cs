namespace SyncEngine.Emulators;

/// <summary>The human half of an error: another wording and language each time, so that nobody comes to rely on it.</summary>
internal static class ErrorTexts
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["invalid_credentials"] = ["The login or the security key is wrong.", "Неверный логин или ключ безопасности."],
        ["token_not_specified"] = ["No token was given.", "Токен не указан."],
        ["invalid_token"] = ["The token makes no sense.", "Некорректный токен."],
        ["expired_token"] = ["The token has expired.", "Срок действия токена истёк."],
        ["revoked_token"] = ["The token was revoked.", "Токен отозван."],
        ["account_blocked"] = ["The account is blocked.", "Учётная запись заблокирована."],
        ["access_denied"] = ["You may not do this.", "Доступ запрещён."],
        ["too_many_requests"] = ["Slow down, please.", "Слишком много запросов."],
        ["person_email_already_in_use"] = ["Somebody has this address.", "Этот адрес уже используется."],
        ["server_error"] = ["Something broke.", "Что-то пошло не так."],
    };

    private static readonly string[] Other = ["The request was not accepted.", "Запрос не выполнен.", "That did not work."];

    internal static string For(string code)
    {
        var texts = Known.GetValueOrDefault(code, Other);
        return $"{texts[Random.Shared.Next(texts.Length)]} [{Random.Shared.Next(1_000, 10_000)}]";
    }
}
