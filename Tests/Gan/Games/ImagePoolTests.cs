using GanFromScratch.Engine;
using GanFromScratch.Gan.Games;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Games;

/// <summary>The pool of images of earlier steps.</summary>
public sealed class ImagePoolTests : DeviceFixture
{
    protected override string DeviceName => "cpu";

    private const int Batch = 16, Share = 4, Steps = 40;

    [Test]
    public void Half_of_what_is_shown_is_of_earlier_steps_once_it_is_full_and_each_place_of_the_batch_has_its_own_share()
    {
        using var random = new RandomSource(Device, seed: 1);
        using var pool = new ImagePool(Batch, [1, 2, 1], random);
        List<float[]> entered = [.. Enumerable.Range(0, Batch).Select(_ => Array.Empty<float>())];
        int old = 0;
        for (int step = 0; step < Steps; step++)
        {
            // The image of place i in a step is (100 · step + i) twice.
            float[] fresh = [.. Enumerable.Range(0, 2 * Batch).Select(k => (100f * step) + (k / 2))];
            float[] shown = pool.Exchange(Tensor.From(Device, [Batch, 1, 2, 1], fresh)).ToArray();
            for (int i = 0; i < Batch; i++)
            {
                Assert.That(shown[2 * i], Is.EqualTo(shown[(2 * i) + 1]), "an image stays whole");
                Assert.That((shown[2 * i] % 100, shown[2 * i] <= fresh[2 * i]), Is.EqualTo(((float)i, true)), "of the same place");
                old += step >= Steps / 2 && shown[2 * i] < fresh[2 * i] ? 1 : 0;
                if (step == 0)
                    Assert.That(shown[2 * i], Is.EqualTo(fresh[2 * i]), "an empty pool has nothing to give");
            }
        }

        // 320 coins: the mean is 160, the deviation 9.
        Assert.That(old, Is.InRange(125, 195));
        Assert.That(pool.State["filled"].ToArray(), Has.Length.EqualTo(Batch * Share).And.All.EqualTo(1f));
    }

    [Test]
    public void An_image_that_was_shown_in_exchange_has_left_the_pool()
    {
        using var random = new RandomSource(Device, seed: 1);
        using var pool = new ImagePool(50, [1], random);
        float[] kept = new float[50];
        for (int step = 1; step <= 10; step++)
        {
            float[] shown = pool.Exchange(Tensor.Full(Device, [50, 1], step)).ToArray(), now = pool.State["pool"].ToArray();
            for (int i = 0; i < 50; i++)
                Assert.That(shown[i] == step ? now[i] == kept[i] || step == 1 : shown[i] == kept[i] && now[i] == step, "one of two ways");
            kept = now;
        }
    }
}
