namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>
/// What kernels may not contain is a build error on its line. The first test holds for each rule what people really write; what must not be
/// refused stands in <see cref="BarrierRefusalTests"/> and <see cref="TextTests"/>.
/// </summary>
public class RefusalTests
{
    [TestCase("GAN001 2", "\nforeach (int k in new[] { 1, 2 }) x[k] = 0;", TestName = "foreach")]
    [TestCase("GAN001 2", "\nswitch (n) { case 1: x[0] = 1; break; }", TestName = "switch")]
    [TestCase("GAN001 2", "\nx[0] = n switch { 1 => 2f, _ => 3f };", TestName = "switch expression")]
    [TestCase("GAN001 2", "\nif (n is 3 or 4) x[0] = 1;", TestName = "pattern")]
    [TestCase("GAN001 2", "\nthrow new InvalidOperationException();", TestName = "throw")]
    [TestCase("GAN001 2", "\ntry { x[0] = 1; } finally { x[1] = 1; }", TestName = "try")]
    [TestCase("GAN001 2", "\nlock (string.Empty) x[0] = 1;", TestName = "lock")]
    [TestCase("GAN001 2", "\nint Twice(int k) => 2 * k;", TestName = "local function")]
    [TestCase("GAN001 2", "\n(int p, int q) = (n, n + 1);", TestName = "deconstruction")]
    [TestCase("GAN001 2", "\ngoto end;\nend: x[0] = 1;", TestName = "goto")]
    [TestCase("GAN001 3", "\nint z = 1;\nref int r = ref z;", TestName = "local reference")]
    [TestCase("GAN001 2", "\nref float r = ref x[0];", TestName = "reference to an element")]
    [TestCase("GAN001 2", "\nx[0] = checked(n + 1);", TestName = "checked")]
    [TestCase("GAN001 3", "\nchecked {\nn += 1; x[0] = n; }", TestName = "checked block")]
    [TestCase("GAN001 2", "\nx[0] = y[0] % 2f;", TestName = "remainder of floats")]
    [TestCase("GAN001 2", "\na %= 2f;", TestName = "compound remainder of floats")]
    [TestCase("GAN001 2", "\nx[0] = n >>> 1;", TestName = "unsigned shift")]
    [TestCase("GAN001 2", "\nx[0] = MathF.Max(y[0], 1f);", TestName = "maximum of floats")]
    [TestCase("GAN001 2", "\nx[0] = Math.Min(u, 3u);", TestName = "minimum of uints")]
    [TestCase("GAN001 2", "\nx[n++] = 1;", TestName = "index that changes something")]
    [TestCase("GAN001 2", "\nx[Atomic.Add(ref i[0], 1)] = 1;", TestName = "atomic index")]
    [TestCase("GAN001 2", "\nn = n++ + n;", TestName = "order of an increment and a use")]
    [TestCase("GAN001 2", "\nx[n] = y[0] + (n = 3);", TestName = "order of an assignment and a use")]
    [TestCase("GAN001 2", "\nn += Next(ref n);", TestName = "order of a call and a use")]
    [TestCase("GAN001 2", "\nx[0] = Next(ref n) - Next(ref n);", TestName = "order of two calls")]
    [TestCase("GAN001 2", "\nArrayView<float> v = on ? x : y;", TestName = "view that is chosen")]
    [TestCase("GAN001 2", "\nArrayView<float> v; v = x;", TestName = "view without a value")]
    [
        TestCase(
            "GAN001 4", "\nArrayView<float> v = x;\nArrayView<float> w = LocalMemory.Allocate<float>(3);\nv = w;",
            TestName = "view that moves to another memory")]
    [TestCase("GAN001 2", "\nArrayView<float> v = LocalMemory.Allocate<float>(0);", TestName = "array of no elements")]
    [TestCase("GAN001 2", "\nfor (ArrayView<float> v = x; n < 3; n++) v[n] = 1;", TestName = "view in the head of a loop")]
    [TestCase("GAN001 2", "\nint old = 3; Atomic.Add(ref old, 1);", TestName = "atomic on a variable")]
    [TestCase("GAN001 2", "\nwhile (Fill(out int k) > 3) x[k] = 1;", TestName = "out variable in a condition")]
    [TestCase("GAN001 2", "\n(on ? ref x[0] : ref y[0]) = 1;", TestName = "choice between references")]
    [TestCase("GAN001 2", "\nx[0] = State;", TestName = "static field")]
    [TestCase("GAN001 2", "\nx[0] = Fixed;", TestName = "readonly field")]
    [TestCase("GAN001 2", "\nvar p = Grid.GlobalIndex;", TestName = "index as a whole")]
    [TestCase("GAN001 2", "\nvar twice = (int k) => 2 * k;", TestName = "lambda")]
    [TestCase("GAN001 2", "\n_ = $\"{n}\";", TestName = "interpolated string")]
    [TestCase("GAN001 2", "\n_ = (object?)null;", TestName = "null")]
    [TestCase("GAN001 2", "\nx[0] = Chosen(x)[0];", TestName = "view that a method returned")]
    [TestCase("GAN001 2", "\nx[0] = Flag(ref on);", TestName = "reference to a bool of the launch")]
    [
        TestCase(
            "GAN001 3", "\nfor (int k = 0; k < 3; k++)\n{ static int Local() => 3; x[0] = Local(); }", TestName = "static local function")]
    [TestCase("GAN001 2", "\nn = (n, u) == (3, 4u) ? 1 : 2;", TestName = "comparison of tuples")]
    [TestCase("GAN002 2", "\nint[] k = new int[3];", TestName = "array")]
    [TestCase("GAN002 2", "\nint[] k = [1, 2];", TestName = "collection expression")]
    [TestCase("GAN002 2", "\nvar k = new List<int>();", TestName = "list")]
    [TestCase("GAN002 2", "\nvar k = new object();", TestName = "object")]
    [TestCase("GAN002 2", "\nvar k = new { A = 1 };", TestName = "anonymous object")]
    [TestCase("GAN002 2", "\nSpan<int> k = stackalloc int[3];", TestName = "stackalloc")]
    [TestCase("GAN008 4", "\nx[0] = Sum(1, 2);", TestName = "params array")]
    [TestCase("GAN003 2", "\nvar k = LocalMemory.Allocate<float>(n);", TestName = "local length that is a parameter")]
    [TestCase("GAN003 3", "\nint k = 4;\nvar s = SharedMemory.Allocate<float>(k);", TestName = "shared length that is a variable")]
    [TestCase("GAN003 2", "\nvar s = SharedMemory.Allocate<float>(Group.DimX);", TestName = "shared length that is the group's")]
    [TestCase("GAN003 2", "\nvar s = SharedMemory.Allocate<float>(Size);", TestName = "length by a property that is not constant")]
    [
        TestCase(
            "GAN007 3", "\nfor (int k = 0; k < 3; k++)\n{ var s = SharedMemory.Allocate<float>(4); s[0] = 1; }",
            TestName = "shared memory in a loop")]
    [TestCase("GAN007 2", "\nx[0] = Read(SharedMemory.Allocate<float>(4));", TestName = "shared memory as an argument")]
    [TestCase("GAN007 3", "\nArrayView<float> v = x;\nv = LocalMemory.Allocate<float>(3);", TestName = "array that is assigned")]
    [TestCase("GAN008 2", "\nstring s = default!;", TestName = "string")]
    [TestCase("GAN008 2", "\n_ = \"text\";", TestName = "text")]
    [TestCase("GAN008 2", "\nchar c = 'a';", TestName = "char")]
    [TestCase("GAN008 2", "\nbyte b = 3; b += 1;", TestName = "byte")]
    [TestCase("GAN008 2", "\nx[0] = (short)n;", TestName = "short in a conversion")]
    [TestCase("GAN008 2", "\ndecimal d = n;", TestName = "decimal")]
    [TestCase("GAN008 2", "\nSystem.Half h = default;", TestName = "Half")]
    [TestCase("GAN008 2", "\nnint h = n;", TestName = "nint")]
    [TestCase("GAN008 2", "\nobject o = n;", TestName = "boxing")]
    [TestCase("GAN008 2", "\nint? k = n;", TestName = "nullable")]
    [TestCase("GAN008 2", "\nDayOfWeek d = DayOfWeek.Friday;", TestName = "enum")]
    [TestCase("GAN008 2", "\ndouble d = a * 0.1;", TestName = "double in a kernel")]
    [TestCase("GAN008 2", "\nSystem.Numerics.Vector3 v = default;", TestName = "struct of the framework")]
    [TestCase("GAN008 2", "\nvar d = LocalMemory.Allocate<double>(3);", TestName = "array of doubles")]
    [TestCase("GAN001 2", "\nx[0] = x.SubView(1)[0];", TestName = "SubView without a length")]
    [TestCase("GAN001 2", "\nx[0] = x.Length;", TestName = "length of a view as a long")]
    [TestCase("GAN001 2", "\nif (0 < a) x[0] = 1;", TestName = "constant before a comparison with a float")]
    [TestCase("GAN001 2", "\nx[0] = float.MaxValue >= a ? 1 : 0;", TestName = "named constant before a comparison with a float")]
    [TestCase("GAN009 2", "\nx[0] = Warp.Shuffle(a, 1);", TestName = "Shuffle")]
    [TestCase("GAN009 2", "\nx[0] = float.IsNaN(a) ? 1 : 0;", TestName = "IsNaN")]
    [TestCase("GAN009 2", "\nx[0] = MathF.Cbrt(a);", TestName = "Cbrt")]
    [TestCase("GAN009 2", "\nx[0] = MathF.Log(a, 2f);", TestName = "Log of a base")]
    [TestCase("GAN009 2", "\nx[0] = MathF.Round(a, 2);", TestName = "Round to digits")]
    [TestCase("GAN009 2", "\nx[0] = Math.Clamp(n, 1, 2);", TestName = "Clamp")]
    [TestCase("GAN009 2", "\nx[0] = n.CompareTo(3);", TestName = "CompareTo")]
    [TestCase("GAN009 2", "\nConsole.WriteLine(n);", TestName = "WriteLine")]
    [TestCase("GAN009 2", "\nx[0] = System.Numerics.BitOperations.PopCount(u);", TestName = "PopCount")]
    [TestCase("GAN011 2", "\nint k = Loop.Unroll(3);", TestName = "Unroll outside of a loop")]
    [TestCase("GAN011 2", "\nwhile (n < Loop.Unroll(3)) n++;", TestName = "Unroll in while")]
    [TestCase("GAN011 2", "\nfor (int k = 0; k < 3; k += Loop.Unroll(1)) x[k] = 1;", TestName = "Unroll in a step")]
    [TestCase("GAN011 2", "\nfor (int k = 0; k < Loop.Unroll(n); k++) x[k] = 1;", TestName = "Unroll of a parameter")]
    public void Statements_are_refused(string expected, string statements) =>
        AssertRefused(expected, TranslatedSource.OfKernel(statements, Members));

    [
        TestCase(
            "GAN001 5", "\nx[0] = F(n);", "\nstatic int F(int n) { foreach (int k in new int[1]) n = k; return n; }",
            TestName = "in a helper")]
    [TestCase("GAN001 5", "x[0] = F(ref i[0]);", "\n\nstatic ref int F(ref int n) => ref n;", TestName = "reference that is returned")]
    [TestCase("GAN001 5", "F(ref x);", "\n\nstatic void F(ref ArrayView<float> v) { }", TestName = "view by reference")]
    [TestCase("GAN001 5", "x[0] = Size;", "\n\nstatic int Size { get; set; } = 3;", TestName = "static property that can be set")]
    [TestCase("GAN001 5", "x[0] = Size;", "\n\nstatic int Size { get { return 3; } }", TestName = "static property with statements")]
    [TestCase("GAN006 4", "x[0] = F(n);", "\nstatic int F(int n) => n == 0 ? 0 : F(n - 1);", TestName = "recursion")]
    [
        TestCase(
            "GAN006 5", "x[0] = F(n);", "\nstatic int F(int n) => n == 0 ? 0 : G(n);\nstatic int G(int n) => F(n - 1);",
            TestName = "mutual recursion")]
    [
        TestCase(
            "GAN006 5", "Group.Barrier(); x[0] = F(n);", "\nstatic int F(int n) => n == 0 ? 0 : G(n);\nstatic int G(int n) => F(n - 1);",
            TestName = "mutual recursion beside a barrier")]
    [TestCase("GAN007 4", "F();", "\nstatic void F() { var s = SharedMemory.Allocate<float>(4); }", TestName = "shared memory in a helper")]
    [TestCase("GAN008 4", "x[0] = F(3);", "\nstatic int F(byte b) => b;", TestName = "byte for a parameter")]
    [
        TestCase(
            "GAN008 4", "x[0] = F(n);", "\nstatic float F(int n) { double d = n; return (float)(d / 3); }",
            TestName = "double in a helper")]
    [TestCase("GAN008 4", "x[0] = F(n);", "\nstatic float F(int n) { char c = (char)n; return c; }", TestName = "char in a helper")]
    public void Members_are_refused(string expected, string statements, string members) =>
        AssertRefused(expected, TranslatedSource.OfKernel(statements, members));

    [TestCase("GAN001 1", "var s = new S { P = 3 };", "struct S { public int P; }", TestName = "object initializer")]
    [
        TestCase(
            "GAN001 1", "var s = new S(); s.P = 3;", "struct S { int q; public int P { get => q; set => q = value; } }",
            TestName = "property with a setter")]
    [TestCase("GAN001 1", "var s = new S(); x[0] = s[3];", "struct S { int q; public int this[int k] => q + k; }", TestName = "indexer")]
    [
        TestCase(
            "GAN001 7", "var s = new S(); s.Add();", "\nstruct S { public int Q; public void Add() =>\nQ++; }",
            TestName = "method that changes its struct")]
    [
        TestCase(
            "GAN001 6", "var s = new S(3); s.Add();", "struct S(int q) { public void Add() =>\nq = 4; }",
            TestName = "method that changes what its struct was made of")]
    [
        TestCase(
            "GAN001 1", "S s = new(); s += 3;", "struct S { public int Q; public static S operator +(S a, int b) => a; }",
            TestName = "compound operator of its own")]
    [
        TestCase(
            "GAN001 1", "S s = new(); s++;", "struct S { public int Q; public static S operator ++(S a) => a; }",
            TestName = "increment of its own")]
    [
        TestCase(
            "GAN001 1", "S s = new(); x[0] = (s + s).Q;", "struct S { public int Q; public static S operator +(S a, S b) => a; }",
            TestName = "operator of its own")]
    [
        TestCase(
            "GAN001 1", "x[0] = n > 0 ? (default(S) with { Q = n }).Q : 0;", "struct S { public int Q; }",
            TestName = "with under a condition")]
    [
        TestCase(
            "GAN001 1", "S s = new(true); Flip(ref s.B);", "struct S(bool b) { public bool B = b; }",
            TestName = "reference to a bool field")]
    [
        TestCase(
            "GAN001 5", "x[0] = new S().Item();", "struct S { public int Item() => Group.IdxX; }",
            TestName = "position in a method of a struct")]
    [
        TestCase(
            "GAN001 5", "new S().Wait();", "struct S { public void Wait() => Group.Barrier(); }",
            TestName = "barrier in a method of a struct")]
    [TestCase("GAN001 1", "x[0] = A.H.F(n) + B.H.F(n);",
        "static class A { public static class H { public static int F(int n) => n; } } static class B { public static class H { public "
        + "static int F(int n) => n + 1; } }", TestName = "two methods of one name in C")]
    [
        TestCase(
            "GAN001 1", "A.S s = new(); B.S t = new();",
            "static class A { public struct S { public int P; } } static class B { public struct S { public float P; } }",
            TestName = "two structs of one name in C")]
    [
        TestCase(
            "GAN001 5", "a = new float4(1).X;", "struct float4(float x) { public float X => x; }",
            TestName = "struct that is called as a type of C")]
    [TestCase("GAN001 1", "using var d = new D();", "struct D : IDisposable { public void Dispose() { } }", TestName = "using")]
    [TestCase("GAN002 1", "var c = new C();", "class C { }", TestName = "class")]
    [TestCase("GAN008 1", "S<int> s = default;", "struct S<T> { public T V; }", TestName = "generic struct")]
    [TestCase("GAN008 1", "I v = new S();", "interface I { } struct S : I { }", TestName = "interface")]
    public void Types_are_refused(string expected, string statements, string types) =>
        AssertRefused(expected, TranslatedSource.OfKernel(statements, "static void Flip(ref bool b) => b = !b;", types));

    [TestCase("GAN010", "static partial class T { [Kernel] static int K(int n) => n; }", TestName = "kernel with a result")]
    [TestCase("GAN010", "partial class T { [Kernel] void K(int n) { } }", TestName = "kernel of an object")]
    [TestCase("GAN010", "partial class T { [Kernel] static void K(int n) { } }", TestName = "class that is not static")]
    [TestCase("GAN010", "static class T { [Kernel] static void K(int n) { } }", TestName = "class that is not partial")]
    [TestCase("GAN010", "static partial class T<V> { [Kernel] static void K(int n) { } }", TestName = "generic class")]
    [
        TestCase(
            "GAN010", "static partial class T { static partial class N { [Kernel] static void K(int n) { } } }",
            TestName = "nested class")]
    [TestCase("GAN010", "static partial class T { [Kernel] static void K(ref int n) { } }", TestName = "parameter by reference")]
    [TestCase("GAN010", "static partial class T { [Kernel] static void K(in int n) { } }", TestName = "parameter by in")]
    [
        TestCase(
            "GAN010", "static partial class T { [Kernel] static void K(int groups) { } }",
            TestName = "parameter that launchers have")]
    [
        TestCase(
            "GAN010", "static partial class T { [Kernel(GroupSize = 0)] static void K(int n) { } }",
            TestName = "group of nothing")]
    [TestCase("GAN010", "static partial class T { [Kernel] static void K() { } }", TestName = "no parameter")]
    [TestCase("GAN010",
        "static partial class T { [Kernel] static void K(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, "
        + "int k, int l, int m, int n, int o) { } }", TestName = "fifteen parameters")]
    [
        TestCase(
            "GAN010", "interface I { } static partial class T { [Kernel] static void K<V>(int n) where V : unmanaged, I { } }",
            TestName = "type parameter without a formula's interface")]
    [
        TestCase(
            "GAN010", "static partial class T { struct S { public int A; } [Kernel] static void K(S s) { } }",
            TestName = "private struct")]
    [
        TestCase(
            "GAN001", "static partial class T { [Kernel] static void K(int n) { } [Kernel] static void K(float n) { } }",
            TestName = "two kernels of one name")]
    [TestCase("GAN001", "static partial class T { [Kernel] static partial void K(int n); }", TestName = "kernel without a body")]
    [
        TestCase(
            "GAN008", "static partial class T { [Kernel] static void K(double n) { } }",
            TestName = "double parameter of a kernel")]
    [TestCase("GAN008", "static partial class T { [Kernel] static void K(long n) { } }", TestName = "long parameter of a kernel")]
    [
        TestCase(
            "GAN008", "static partial class T { [Kernel] static void K(ArrayView<double> n) { } }", TestName = "view of doubles")]
    [TestCase("GAN008",
        "[KernelFormula] interface I { } static partial class T { [Kernel] static void K<V>(ArrayView<V> n) where V : unmanaged, "
        + "I { } }", TestName = "view of a type parameter")]
    [TestCase("GAN008", "static partial class T { [Kernel] static void K(int[] n) { } }", TestName = "array parameter")]
    [
        TestCase(
            "GAN008", "struct S { public long A; } static partial class T { [Kernel] static void K(S s) { } }",
            TestName = "struct with a long")]
    [
        TestCase(
            "GAN008",
            "struct S { public In A; } struct In { public int B; } static partial class T { [Kernel] static void K(S s) { } }",
            TestName = "struct with a struct")]
    public void Shapes_are_refused(string expected, string source)
    {
        TranslatedSource translated = TranslatedSource.Of(source);
        Assert.That(translated.Crash, Is.Null);
        Assert.That(translated.Refusals, Is.EqualTo(new[] { $"{expected} 1" }), translated.Message);
    }

    [Test]
    public void A_helper_of_two_kernels_is_refused_once_and_for_its_own_fault() =>
        AssertRefused(
            "GAN009 2",
            TranslatedSource.Of(
                """
                static partial class T { [Kernel] static void A(ArrayView<float> x) => x[0] = F(x[1]); [Kernel] static void B(ArrayView<float> x) => x[0] = F(x[2]);
                static float F(float x) => MathF.Cbrt(x); }
                """));

    [Test]
    public void Source_that_is_not_even_Csharp_does_not_crash_the_translator(
        [
            Values(
                "x[0] = ;", "x[0] = Nobody(n);", "Unknown q = 3;", "x[0] = n +", "for (;;", "x.SubView()[0] = 1;",
                "var z = ;")] string statements)
    {
        TranslatedSource source = TranslatedSource.OfKernel(statements);
        Assert.That(source.Crash, Is.Null);
        Assert.That(source.Refusals, Has.None.Contains("GAN012"), source.Message);
        Assert.That(source.CompilerErrors, Is.Not.Empty);
    }

    [Test]
    public void A_refusal_says_what_to_write_instead() => Assert.That(
        TranslatedSource.OfKernel("x[0] = MathF.Max(a, 0f);").Message,
        Is.EqualTo(
            "A kernel cannot contain MathF.Max of float; of floats devices disagree about NaN in it: write a comparison, or use Lane.Max"));

    private const string Members =
        "static int Next(ref int n) { n += 1; return n; } static int Fill(out int k) { k = 3; return 2; } static float State = 3; static "
        + "readonly float Fixed = 3; "
        + "static ArrayView<float> Chosen(ArrayView<float> v) => v; static int Flag(ref bool b) => b ? 1 : 0; static int Sum(params int[] "
        + "k) => k[0]; "
        + "static int Size => Group.DimX * 2; static float Read(ArrayView<float> v) => v[0];";

    internal static void AssertRefused(string expected, TranslatedSource source)
    {
        Assert.That(source.Crash, Is.Null);
        Assert.That(source.CompilerErrors, Is.Empty, "not even C#");
        Assert.That(source.Refusals, Is.EqualTo(new[] { expected }), source.Message);
    }
}
