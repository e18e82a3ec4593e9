namespace GanFromScratch.Engine.Translation;

/// <summary>
/// C text of an expression, with how tightly its outermost operator binds, so that only the parentheses that are needed are written.
/// </summary>
internal readonly record struct Expression(string Text, int Binding)
{
    public const int Primary = 16, Prefix = 15, Product = 13, Sum = 12, Shift = 11, Order = 10, Equality = 9,
        And = 8, Xor = 7, Or = 6, Both = 5, Either = 4, Choice = 3, Assignment = 2;

    public override string ToString() => Text;

    public static Expression Of(string text) => new(text, Primary);

    /// <summary>The text, in parentheses if it binds less tightly than asked for.</summary>
    public string At(int binding) => Binding < binding ? $"({Text})" : Text;
}

/// <summary>Where memory is: OpenCL 1.2 wants every pointer to say.</summary>
internal enum Space
{
    /// <summary>Buffers.</summary>
    Global,

    /// <summary>Shared by a group.</summary>
    Shared,

    /// <summary>An item's own.</summary>
    Local,
}

/// <summary>A view in C: a pointer, and the length beside it.</summary>
internal readonly record struct View(Expression Pointer, Expression Length, Space Space);
