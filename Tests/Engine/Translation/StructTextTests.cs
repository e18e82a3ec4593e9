namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>Structs, generic helpers and the checked form in C, to the letter.</summary>
public class StructTextTests
{
    [Test]
    public void Structs_are_made_changed_and_asked()
    {
        TranslatedSource source = TranslatedSource.OfKernel(
            """
            P p = new(a, on);
            p = p with { A = p.Get(2), Count = 4 };
            p.A += p.Twice;
            Q q = new();
            q = new Q(3);
            q.Inner.A = q.Sum();
            q = default;
            """,
            "",
            """
            struct P(float a, bool flag) { public float A = a * 2; readonly double half = 0.5; public int Count { get; set; } public float Get(int k) => flag ? (float)(A * half) : k; public float Twice { get { return 2 * A; } } }
            struct Q { public int B = 7, S; public P Inner; public Q(int b, int s) { B = b; S = s; } public Q(int b) : this(b, b << 1) { S += 1; } public float Sum() => B + S + Inner.A; }
            """);
        Assert.That(source.C("P"), Is.EqualTo("typedef struct\n{\n    int flag;\n    float A;\n    float half_;\n    int Count;\n} P;"));
        Assert.That(source.C("P_new"), Is.EqualTo(
            """
            $function P P_new(float a, bool flag)
            {
                P self = {0};
                self.flag = flag;
                self.A = a * 2.0f;
                self.half_ = 0.5f;
                return self;
            }
            """));
        Assert.That(source.C("P_Get"), Is.EqualTo(
            """
            $function float P_Get(P self, int k)
            {
                return self.flag ? self.A * self.half_ : (float)k;
            }
            """));
        Assert.That(source.C("Q_new_int32"), Is.EqualTo(
            """
            $function Q Q_new_int32(int b)
            {
                Q self = Q_new_int32_int32(b, b << 1);
                self.S += 1;
                return self;
            }
            """));
        Assert.That(source.C("Q_new_int32_int32"), Is.EqualTo(
            """
            $function Q Q_new_int32_int32(int b, int s)
            {
                Q self = {0};
                self.B = 7;
                self.B = b;
                self.S = s;
                return self;
            }
            """));
        Assert.That(TextTests.Body(source.C("Test_K")), Is.EqualTo(
            """
            P p = P_new(a, on);
            P changed0 = p;
            changed0.A = P_Get(p, 2);
            changed0.Count = 4;
            p = changed0;
            p.A += P_Twice(p);
            Q empty1 = {0};
            Q q = empty1;
            q = Q_new_int32(3);
            q.Inner.A = Q_Sum(q);
            Q empty2 = {0};
            q = empty2;
            """));
    }

    [Test]
    public void Overloads_and_instances_of_generic_helpers_have_names_of_their_own()
    {
        TranslatedSource source = TranslatedSource.OfKernel(
            "a = F(n) + F(a) + F(x) + F(i) + G<One>.H(n) + G<Two>.H(n) + Id(n) + Id(a); F(ref n); a = Least(b: 2, a: n) + Least(n) + "
            + "n.Half();",
            """
            static int F(int k) => k; static float F(float k) => k; static float F(ArrayView<float> k) => k[0]; static float F(ArrayView<int> k) => k[0]; static int F(ref int k) => k;
            static T Id<T>(T k) => k; static int Least(int a, int b = 5) => a < b ? a : b;
            """,
            """
            interface IOne { static abstract int V { get; } } struct One : IOne { public static int V => 1; } struct Two : IOne { public static int V => 2; }
            static class G<T> where T : struct, IOne { public static int H(int n) => n + T.V; }
            static class Extensions { public static int Half(this int n) => n / 2; }
            """);
        Assert.That(TextTests.Body(source.C("Test_K")), Is.EqualTo(
            """
            a = (float)Test_F_int32(n) + Test_F_single(a) + Test_F_arrayviewsingle(x, x_length) + Test_F_arrayviewint32(i, i_length) + (float)G_H_One(n) + (float)G_H_Two(n) + (float)Test_Id_Int32(n) + Test_Id_Single(a);
            Test_F_refint32(&n);
            a = (float)(Test_Least(n, 2) + Test_Least(n, 5) + Extensions_Half(n));
            """));
        Assert.That(source.C("G_H_Two"), Does.Contain("return n + Two_V;"));
    }

    [Test]
    public void Members_that_implement_an_interface_in_other_ways_are_found()
    {
        TranslatedSource source = TranslatedSource.Of(
            """
            [KernelFormula] interface IRule { float Rate { get; } float Apply(float x) => x * Rate; int Count(int n); }
            readonly record struct Stored(float Rate) : IRule { public int Count(int n) => n; }
            readonly struct Explicit : IRule { float IRule.Rate => 3; int IRule.Count(int n) => 2 * n; }
            """);
        Assert.That(source.C("Stored_Rate"), Does.Contain("return self.Rate;"));
        Assert.That(source.C("Stored_Apply"), Does.Contain("return x * Stored_Rate(self);"));
        Assert.That(source.C("Explicit_Rate"), Does.Contain("return 3.0f;"));
        Assert.That(source.C("Explicit_Count"), Does.Contain("return 2 * n;"));
    }

    [Test]
    public void A_static_property_keeps_its_type()
    {
        TranslatedSource source = TranslatedSource.OfKernel(
            "a = One / Two + Half * Three;",
            "static float One => 1; static float Two { get; } = 2; static float Half => One / 2; static int Three => 1 + 2;");
        Assert.That(source.C("Test_One"), Is.EqualTo("#define Test_One ((float)1)"));
        Assert.That(source.C("Test_Two"), Is.EqualTo("#define Test_Two ((float)2)"));
        Assert.That(source.C("Test_Half"), Is.EqualTo("#define Test_Half (Test_One / 2.0f)"));
        Assert.That(source.C("Test_Three"), Is.EqualTo("#define Test_Three 3"));
    }

    [Test]
    public void The_checked_form_asks_before_every_access()
    {
        TranslatedSource source = TranslatedSource.OfKernel(
            """
            ArrayView<float> t = SharedMemory.Allocate<float>(64), l = LocalMemory.Allocate<float>(4);
            t[n] = l[n] + Float4.Load(x, n).X;
            y[0] += Get(x, 3);
            """,
            "static float Get(ArrayView<float> v, int k) => v[k];");
        Assert.That(TextTests.Body(source.CheckedC("Test_K")).Split('\n')[1..], Is.EqualTo(
            """
            float l[4];
            t[inside(n, 64, 2, $piece, 0, faults) ? n : 0] = l[inside(n, 4, 2, $piece, 1, faults) ? n : 0] + $load4(0, inside(n, x_length - 3, 2, $piece, 2, faults) ? x + n : x).x;
            *(inside(0, y_length, 3, $piece, 3, faults) ? &y[0] : ($global float*)(faults + 6)) += Test_Get(x, x_length, 3, faults);
            """.Split('\n')));
        Assert.That(source.CheckedC("Test_Get"), Is.EqualTo(
            """
            $function float Test_Get($global float* v, int v_length, int k, $global int* faults)
            {
                return *(inside(k, v_length, 5, $piece, 0, faults) ? &v[k] : ($global float*)(faults + 6));
            }
            """));
    }
}
