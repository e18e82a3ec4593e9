namespace GanFromScratch.Engine.Translation;

/// <summary>
/// C text of an expression with the precedence of its outermost operator, so that only necessary parentheses are written.
/// </summary>
internal readonly record struct Expression(string Text, int Binding)
{
    public const int Primary = 16, Prefix = 15, Product = 13, Sum = 12, Shift = 11, Order = 10, Equality = 9,
        And = 8, Xor = 7, Or = 6, Both = 5, Either = 4, Choice = 3, Assignment = 2;

    public override string ToString() => Text;

    public static Expression Of(string text) => new(text, Primary);

    /// <summary>The text, in parentheses if its precedence is lower than required.</summary>
    public string At(int binding) => Binding < binding ? $"({Text})" : Text;
}

/// <summary>An address space, which OpenCL 1.2 requires on every pointer.</summary>
internal enum Space
{
    /// <summary>Global memory: buffers.</summary>
    Global,

    /// <summary>Memory shared by a group.</summary>
    Shared,

    /// <summary>An item's private memory.</summary>
    Local,
}

/// <summary>A view in C: a pointer and a length.</summary>
internal readonly record struct View(Expression Pointer, Expression Length, Space Space);
