namespace GanFromScratch.Engine.Measures;

/// <summary>A kernel's name in tables of times.</summary>
internal static class KernelName
{
    private static readonly string[] Faces = ["Simd", "Simt", "Reference"];

    /// <summary>From a launch's type: <c>UnarySimd&lt;LeakyRelu&gt;</c>.</summary>
    public static string Of<TLaunch>() => OfType<TLaunch>.Text;

    /// <summary>From the method that made the launch, if it is a closure: the family of its class.</summary>
    public static string Of(Delegate launch)
    {
        Type type = launch.Method.DeclaringType!;
        while (type.DeclaringType is Type outer)
            type = outer;
        return Plain(type);
    }

    /// <summary>
    /// The family in a kernel's name: <c>Unary</c> for <c>UnarySimd&lt;LeakyRelu&gt;</c> and for <c>UnarySimt.Element</c>.
    /// </summary>
    public static string Family(string kernel)
    {
        string name = kernel.Split('<', '.')[0];
        string? face = Array.Find(Faces, name.EndsWith);
        return face == null ? name : name[..^face.Length];
    }

    private static string Write(Type type) => type.IsGenericType
        ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Write))}>"
        : type.Name;

    private static string Plain(Type type) => type.Name.Split('`')[0];

    private static class OfType<TLaunch>
    {
        public static readonly string Text = Write(typeof(TLaunch));
    }
}
