using System.Globalization;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>Small pieces of C# and the C they become, to the letter: what one reads when a kernel is listed.</summary>
public class TextTests
{
    /// <summary>Statements of a kernel and theirs in C, where one line becomes one line.</summary>
    [TestCase("x[0] = y.IntLength;", "x[0] = (float)y_length;", TestName = "length of a view")]
    [TestCase("x[0] = y.SubView(1, 2).SubView(n, 1)[0];", "x[0] = (y + 1 + n)[0];", TestName = "view of a view")]
    [TestCase("x[0] = y.SubView(subViewLength: n, index: 1).IntLength;", "x[0] = (float)n;", TestName = "named arguments out of order")]
    [
        TestCase(
            "x[0] = i[n] / n % 3 * (n - (n - 1)) - (n + (n - 2));", "x[0] = (float)(i[n] / n % 3 * (n - (n - 1)) - (n + (n - 2)));",
            TestName = "parentheses of sums and products")]
    [
        TestCase(
            "on = n > 3 == (n < 4) && !(on || n == 3);", "on = n > 3 == n < 4 && !(on || n == 3);",
            TestName = "parentheses of comparisons and logic")]
    [TestCase("n = (n & 7 | n ^ 3) << 2 + n;", "n = (n & 7 | n ^ 3) << (2 + n & 31);", TestName = "parentheses of bits")]
    [TestCase("n = (n & 3) == 1 ? 2 : 3;", "n = (n & 3) == 1 ? 2 : 3;", TestName = "parentheses where C binds otherwise than one thinks")]
    [
        TestCase(
            "x[0] = on ? 1 : n > 3 ? 2 : (on ? 3 : 4);", "x[0] = (float)(on ? 1 : n > 3 ? 2 : on ? 3 : 4);",
            TestName = "choices in choices")]
    [TestCase("x[0] = (on ? n > 1 : n > 2) ? a : 0;", "x[0] = (on ? n > 1 : n > 2) ? a : 0.0f;", TestName = "choice as a condition")]
    [TestCase("a = n = 3;", "a = (float)(n = 3);", TestName = "assignment of an assignment")]
    [TestCase("x[0] = x[1] = a;", "x[0] = x[1] = a;", TestName = "assignments of elements")]
    [TestCase("while ((n = n - 1) > 0) a += 1;", "while ((n = n - 1) > 0)\n{\n    a += 1.0f;\n}", TestName = "assignment in a condition")]
    [
        TestCase(
            "x[n] += a; x[n]++; --x[n]; i[0] |= n & 3 ^ 5; n -= 2; u *= 3; a /= 2;",
            "x[n] += a;\nx[n]++;\n--x[n];\ni[0] |= n & 3 ^ 5;\nn -= 2;\nu *= 3u;\na /= 2.0f;", TestName = "compound assignments")]
    [
        TestCase(
            "n = n << n | n >> 35; u >>= n; u = u << 3;", "n = n << (n & 31) | n >> 3;\nu >>= n & 31;\nu = u << 3;",
            TestName = "shifts by more than there is")]
    [TestCase("long q = n; q = q << n; q = q * 3;", "i64 q = (i64)n;\nq = q << (n & 63);\nq = q * (i64)3l;", TestName = "long")]
    [
        TestCase(
            "u = (uint)(((ulong)u * 0xD2511F53u) >> 32);", "u = (uint)((u64)u * (u64)3528531795ul >> 32);",
            TestName = "high half of a product")]
    [
        TestCase(
            "u = u + 1 - (uint)n; a = u; n = (int)a; n = (int)(a * 2);",
            "u = u + 1u - (uint)n;\na = (float)u;\nn = (int)a;\nn = (int)(a * 2.0f);", TestName = "casts")]
    [
        TestCase(
            "u = 0x9E3779B9; n = int.MinValue; n = unchecked((int)0x80000001);",
            "u = 0x9E3779B9u;\nn = (-2147483647 - 1);\nn = -2147483647;", TestName = "literals of whole numbers")]
    [
        TestCase(
            "n = -n - -3; n = - -n; n = ~-n; n = +n; a = -(-a);", "n = -n - -3;\nn = -(-n);\nn = ~-n;\nn = n;\na = -(-a);",
            TestName = "signs")]
    [TestCase("a = 'a' + (int)DayOfWeek.Friday + sizeof(float);", "a = 106.0f;", TestName = "constants of other kinds")]
    [TestCase("a = (float)(Math.PI / 2);", "a = 1.5707964f;", TestName = "constants are folded in double")]
    [
        TestCase(
            "on = on & n > 3 | a < 2; on ^= true; on = !on;", "on = on & n > 3 | a < 2.0f;\non ^= 1;\non = !on;",
            TestName = "logic without short cuts")]
    [
        TestCase(
            "if (n > 0 && x[n] > 0 || on) n = 1; else if (on) n = 2; else n = 3;",
            "if (n > 0 && x[n] > 0.0f || on)\n{\n    n = 1;\n}\nelse if (on)\n{\n    n = 2;\n}\nelse\n{\n    n = 3;\n}",
            TestName = "if and else")]
    [
        TestCase(
            "do { n--; if (n == 3) continue; } while (n > 0);",
            "do\n{\n    n--;\n    if (n == 3)\n    {\n        continue;\n    }\n}\nwhile (n > 0);", TestName = "do")]
    [
        TestCase(
            "for (int k = 0, m = 2; k < 8; k++, m += 2) { if (on) break; x[k] = m; }",
            "for (int k = 0, m = 2; k < 8; k++, m += 2)\n{\n    if (on)\n    {\n        break;\n    }\n    x[k] = (float)m;\n}",
            TestName = "for")]
    [TestCase("for (; ; ) { return; }", "for (; ; )\n{\n    return;\n}", TestName = "endless for")]
    [
        TestCase(
            "for (int k = 0; k < Loop.Unroll(4 * 2); k++) x[k] = 0;", "#pragma unroll\nfor (int k = 0; k < 8; k++)\n{\n    x[k] = 0.0f;\n}",
            TestName = "unrolled loop")]
    [
        TestCase(
            "{ int q = 1; n = q; } { int q = 2; n = q; }", "{\n    int q = 1;\n    n = q;\n}\n{\n    int q = 2;\n    n = q;\n}",
            TestName = "one name in two blocks")]
    [
        TestCase(
            "const int size = 4; var l = LocalMemory.Allocate<int>(size * 2); l[0] = l.IntLength;", "int l[8];\nl[0] = 8;",
            TestName = "local array")]
    [
        TestCase(
            "ArrayView<float> v = x.SubView(2, 5); v = v.SubView(1, v.IntLength - 1);",
            "$global float* v = x + 2;\nint v_length = 5;\nint moved0 = v_length - 1;\nv = v + 1;\nv_length = moved0;",
            TestName = "view that moves")]
    [TestCase("float @default = 1, half = @default, half_ = half, größe = half_, x_length = größe;",
        "float default_ = 1.0f;\nfloat half_ = default_;\nfloat half__ = half_;\nfloat gr_u00F6_u00DFe = half__;\nfloat x_length_ = "
        + "gr_u00F6_u00DFe;", TestName = "reserved names")]
    [
        TestCase(
            "a = MathF.FusedMultiplyAdd(a, MathF.Sqrt(MathF.Abs(a)), 1); n = Math.Max(n, Math.Abs(n)); a = MathF.Round(a);",
            "a = $fma(a, $sqrt($fabs(a)), 1.0f);\nn = $imax(n, $iabs(n));\na = $rint(a);", TestName = "functions")]
    [
        TestCase(
            "n = Group.IdxX + Grid.IdxX * Group.DimX; n = Grid.GlobalIndex.X + Grid.DimX; Group.Barrier(); MemoryFence.DeviceLevel();",
            "n = $item_index + $group_index * $group_size;\nn = $global_index + $group_count;\n$barrier;\n$fence;",
            TestName = "words of kernels")]
    [
        TestCase(
            "n = Atomic.Add(ref i[0], 1); u = Interop.FloatAsInt(a); a = Interop.IntAsFloat(u);",
            "n = $atomic_add(&i[0], 1);\nu = $as_uint(a);\na = $as_float(u);", TestName = "atomic operations and bits")]
    [
        TestCase(
            "Float4 f = Float4.Load(x, n); Float4.Store(value: f, view: y, index: 4); a = f.Y + new Float4(1, 2, 3, 4).X;",
            "Float4 f = $load4(0, x + n);\n$store4(f, 0, y + 4);\na = f.y + $float4(1.0f, 2.0f, 3.0f, 4.0f).x;", TestName = "vectors")]
    public void Statements(string statements, string expected) =>
        Assert.That(Body(TranslatedSource.OfKernel(statements).C("Test_K")), Is.EqualTo(expected));

    [TestCase("0.1f", "0.1f")]
    [TestCase("1f", "1.0f")]
    [TestCase("1e-8f", "1e-08f")]
    [TestCase("16777217f", "16777216.0f")]
    [TestCase("float.MaxValue", "3.4028235e+38f")]
    [TestCase("float.Epsilon", "1e-45f")]
    [TestCase("-0f", "-0.0f")]
    [TestCase("float.NaN", "$nan")]
    [TestCase("float.PositiveInfinity", "$infinity")]
    [TestCase("float.NegativeInfinity", "-$infinity")]
    [TestCase("(float)0.1", "0.1f")]
    public void Literals_of_floats(string literal, string expected) =>
        Assert.That(Body(TranslatedSource.OfKernel($"a = {literal};").C("Test_K")), Is.EqualTo($"a = {expected};"));

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Any_float_reads_back_as_itself(float value) => !float.IsFinite(value)







                                    || BitConverter.SingleToInt32Bits(
                                        float.Parse(
                                            GanFromScratch.Engine.Translation.Words.Float(value).TrimEnd('f'),
                                            CultureInfo.InvariantCulture)) == BitConverter.SingleToInt32Bits(value);

    [Test]
    public void A_kernels_head_takes_views_apart()
    {
        Assert.That(TranslatedSource.Of(
            """
            static partial class Test
            {
                [Kernel]
                static void K(ArrayView<float> x, int n, bool on)
                {
                }
            }
            """).C("Test_K"), Is.EqualTo(
            """
            $kernel Test_K($global float* x_base, int x_start, int x_length, int n, int on)
            {
                $global float* x = x_base + x_start;
            }
            """));
    }

    [Test]
    public void Shared_memory_goes_to_the_head_and_keeps_blocks_apart()
    {
        Assert.That(TranslatedSource.OfKernel(
            """
            if (on) { var t = SharedMemory.Allocate<float>(4); t[0] = 1; }
            if (n > 3) { var t = SharedMemory.Allocate<int>(8); t[0] = t.IntLength; }
            """).C("Test_K").Split('\n')[2..4], Is.EqualTo(new[] { "    $shared_array float t[4];", "    $shared_array int t1[8];" }));
    }

    [Test]
    public void Helpers_are_cloned_for_each_kind_of_memory()
    {
        TranslatedSource source = TranslatedSource.OfKernel(
            """
            ArrayView<float> t = SharedMemory.Allocate<float>(64), l = LocalMemory.Allocate<float>(4);
            a = Get(x, 1) + Get(t, 2) + Get(l.SubView(1, 2), 0);
            Set(ref x[n], ref t[1], out float q, r: in a);
            Set(ref a, ref q, out _, n);
            """,
            "static float Get(ArrayView<float> v, int k) => v[k] + v.IntLength; static void Set(ref float g, ref float s, out float o, in "
            + "float r) { g = s += r; o = g; o++; Half(ref s); } static void Half(ref float s) => s /= 2;");
        Assert.That(
            source.Units,
            Is.EqualTo(new[] { "Test_Get", "Test_Get_l", "Test_Get_s", "Test_Half", "Test_Half_s", "Test_K", "Test_Set", "Test_Set_gsl" }));
        Assert.That(source.C("Test_Get_s"), Is.EqualTo(
            """
            $function float Test_Get_s($shared float* v, int v_length, int k)
            {
                return v[k] + (float)v_length;
            }
            """));
        Assert.That(source.C("Test_Set_gsl"), Is.EqualTo(
            """
            $function void Test_Set_gsl($global float* g, $shared float* s, float* o, float r)
            {
                *g = *s += r;
                *o = *g;
                (*o)++;
                Test_Half_s(s);
            }
            """));
        Assert.That(source.C("Test_K"), Does.EndWith(
            """
                $shared_array float t[64];
                $global float* x = x_base + x_start;
                $global float* y = y_base + y_start;
                $global int* i = i_base + i_start;
                float l[4];
                a = Test_Get(x, x_length, 1) + Test_Get_s(t, 64, 2) + Test_Get_l(l + 1, 2, 0);
                float q;
                Test_Set_gsl(&x[n], &t[1], &q, a);
                float unused0;
                Test_Set(&a, &q, &unused0, (float)n);
            }
            """));
    }

    [Test]
    public void A_kernel_over_a_formula_and_a_tile_keeps_their_names()
    {
        TranslatedSource source = TranslatedSource.Of(
            """
            [KernelFormula] interface ITile { static abstract int Side { get; } }
            [KernelFormula] interface IRule { float Apply(float x); static abstract int Steps { get; } }
            readonly record struct Scale(double Factor, bool Negate) : IRule
            {
                public static int Steps => 2 * 2;
                public float Apply(float x) => Negate ? -x * (float)Factor : x * (float)Factor;
            }
            static partial class Test
            {
                [Kernel]
                static void K<TTile, TRule>(ArrayView<float> x, TRule rule)
                    where TTile : unmanaged, ITile
                    where TRule : unmanaged, IRule
                {
                    ArrayView<float> part = LocalMemory.Allocate<float>(TTile.Side * TTile.Side);
                    for (int k = 0; k < Loop.Unroll(TTile.Side + 1); k++)
                        part[k] = rule.Apply(x[k]) + Twice<TRule>(rule, TRule.Steps);
                    x[0] = part[0];
                }

                static float Twice<T>(T rule, float x) where T : unmanaged, IRule => rule.Apply(rule.Apply(x));
            }
            """);
        Assert.That(source.C("Test_K"), Is.EqualTo(
            """
            $kernel Test_K($global float* x_base, int x_start, int x_length, TRule rule)
            {
                $global float* x = x_base + x_start;
                float part[TTile_Side * TTile_Side];
                #pragma unroll
                for (int k = 0; k < TTile_Side + 1; k++)
                {
                    part[k] = TRule_Apply(rule, x[k]) + Test_Twice_TRule(rule, (float)TRule_Steps);
                }
                x[0] = part[0];
            }
            """));
        Assert.That(source.C("Test_Twice_TRule"), Is.EqualTo(
            """
            $function float Test_Twice_TRule(TRule rule, float x)
            {
                return TRule_Apply(rule, TRule_Apply(rule, x));
            }
            """));
        Assert.That(source.C("Scale"), Is.EqualTo("typedef struct\n{\n    float Factor;\n    int Negate;\n} Scale;"));
        Assert.That(source.C("Scale_Steps"), Is.EqualTo("#define Scale_Steps 4"));
        Assert.That(source.C("Scale_Apply"), Is.EqualTo(
            """
            $function float Scale_Apply(Scale self, float x)
            {
                return self.Negate ? -x * self.Factor : x * self.Factor;
            }
            """));
    }

    /// <summary>The kernel's statements alone, at the left margin.</summary>
    internal static string Body(string kernel)
    {
        string[] lines = kernel.Split('\n');
        return string.Join('\n', lines[5..^1].Select(l => l[4..]));
    }
}
