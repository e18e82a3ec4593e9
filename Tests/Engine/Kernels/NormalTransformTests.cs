using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Random;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// The home-made logarithm, root, sine and cosine against the framework's in double, and one width of lanes against another.
/// </summary>
internal sealed class NormalTransformTests
{
    private const float Grid = 1f / (1 << 24);

    /// <summary>Points of the grid: both ends, and a stride coprime to it in between.</summary>
    private static IEnumerable<float> GridPoints()
    {
        for (int k = 0; k < 1 << 24; k += k < 200 || k >= (1 << 24) - 200 ? 1 : Math.Min(997, (1 << 24) - 200 - k))
            yield return k * Grid;
    }

    [Test]
    public void Logarithm_is_right_to_the_last_places()
    {
        double worst = 0;
        foreach (float u in GridPoints())
        {
            float x = 1 - u;
            double exact = Math.Log(x);
            worst = Math.Max(worst, x == 1 ? 0 : Math.Abs((NormalTransform.Log<Scalar<float>>(x).Value - exact) / exact));
        }

        Assert.That(worst, Is.LessThan(2.5e-7));
    }

    [Test]
    public void Root_is_right_to_the_last_place()
    {
        double worst = 0;
        foreach (float u in GridPoints())
        {
            foreach (float x in new[] { u + Grid, (u + Grid) * 33, (u + Grid) * 1e-18f })
                worst = Math.Max(worst, Math.Abs((NormalTransform.Root<Scalar<float>>(x).Value / Math.Sqrt(x)) - 1));
        }

        Assert.That(worst, Is.LessThan(7e-8));
    }

    [Test]
    public void Sine_and_cosine_are_right_to_the_last_places()
    {
        double worst = 0;
        foreach (float v in GridPoints())
        {
            NormalTransform.SinCos<Scalar<float>>(v, out Scalar<float> sine, out Scalar<float> cosine);
            (double s, double c) = Math.SinCos(2 * Math.PI * v);
            worst = Math.Max(worst, Math.Max(Math.Abs(sine.Value - s), Math.Abs(cosine.Value - c)));
        }

        Assert.That(worst, Is.LessThan(1.2e-7));
    }

    [Test]
    public void Sine_and_cosine_are_exact_at_the_quarters([Values(0f, 0.25f, 0.5f, 0.75f)] float v)
    {
        NormalTransform.SinCos<Scalar<float>>(v, out Scalar<float> sine, out Scalar<float> cosine);
        Assert.That((sine.Value, cosine.Value), Is.EqualTo((v == 0.25f ? 1f : v == 0.75f ? -1f : 0f, v == 0 ? 1f : v == 0.5f ? -1f : 0f)));
    }

    [Test]
    [Category("Simd")]
    public void One_number_at_a_time_gives_the_bits_of_any_width()
    {
        var random = new System.Random(1);
        float[] edges = [0, Grid, 1 - Grid, 0.5f, 0.25f, 0.75f, 0.125f, 0.5f - Grid];
        float[] u = new float[4096], v = new float[4096], z0 = new float[4096], z1 = new float[4096];
        for (int i = 0; i < u.Length; i++)
        {
            u[i] = i < 64 ? edges[i % 8] : random.Next(1 << 24) * Grid;
            v[i] = i < 64 ? edges[i / 8] : random.Next(1 << 24) * Grid;
            Scalar<float> a = u[i], b = v[i];
            NormalTransform.Apply(ref a, ref b);
            (z0[i], z1[i]) = (a.Value, b.Value);
        }

        Check<Lanes128>(u, v, z0, z1);
        Check<Lanes256>(u, v, z0, z1);
        Check<Lanes512>(u, v, z0, z1);
    }

    private static unsafe void Check<L>(float[] u, float[] v, float[] z0, float[] z1)
        where L : unmanaged, ILanes<L>
    {
        fixed (float* pu = u, pv = v)
        {
            for (int i = 0; i < u.Length; i += L.Count)
            {
                L a = L.Load(pu + i), b = L.Load(pv + i);
                NormalTransform.Apply(ref a, ref b);
                for (int lane = 0; lane < L.Count; lane++)
                {
                    bool same = BitConverter.SingleToInt32Bits(a[lane]) == BitConverter.SingleToInt32Bits(z0[i + lane])
                        && BitConverter.SingleToInt32Bits(b[lane]) == BitConverter.SingleToInt32Bits(z1[i + lane]);
                    if (!same)
                        Assert.Fail(
                            $"{typeof(L).Name}: u = {u[i + lane]}, v = {v[i + lane]}: ({a[lane]}, {b[lane]}), one at a time "
                            + $"({z0[i + lane]}, {z1[i + lane]})");
                }
            }
        }
    }
}
