namespace GanFromScratch.Gan.Output;

/// <summary>A list within a sentence.</summary>
internal static class NamedFew
{
    private const int Most = 3;

    /// <summary>The first of them with semicolons between, and how many more there are.</summary>
    public static string Named(this IReadOnlyCollection<string> all) =>
        string.Join("; ", all.Take(Most)) + (all.Count > Most ? $"; and {all.Count - Most} more" : "");
}
