using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// Generated images of earlier steps, so that the discriminator does not forget what the generator made before (Shrivastava et al. 2017,
/// "Learning from Simulated and Unsupervised Images through Adversarial Training"; CycleGAN keeps 50). With probability ½ an image is
/// exchanged with one of the pool at random, and stays there in its place. While the pool is not full, new images enter it and are shown
/// besides. Each place of the batch has its own share of the pool, so that all of it is one kernel's work.
/// </summary>
internal sealed class ImagePool : IDisposable
{
    private const int Size = 50;

    private readonly Shape batch, images;
    private readonly RandomSource random;
    private readonly Tensor kept, filled;

    /// <param name="count">Images in a batch, N.</param>
    /// <param name="shape">Of an image.</param>
    /// <param name="random">Chooses the images.</param>
    public ImagePool(int count, Shape shape, RandomSource random)
    {
        int share = (Size + count - 1) / count;
        this.random = random;
        batch = [count, 1, shape.Size];
        images = [count, .. shape];
        kept = Tensor.Persistent(random.Device, [count, share, shape.Size]);
        filled = Tensor.Persistent(random.Device, [count, share, 1]);
    }

    /// <summary>Which places are filled, and with what.</summary>
    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["pool"] = kept, ["filled"] = filled };

    /// <summary>Images (N, C, H, W) → some of them, and in place of the others some of earlier steps.</summary>
    public Tensor Exchange(Tensor images)
    {
        using var noGrad = new NoGradScope();
        int share = filled.Shape[1];
        Tensor fresh = images.Reshape(batch);
        Tensor chosen = random.Uniform([batch[0], share]).ArgMax(axis: 1).OneHot(share).Reshape(filled.Shape);
        Tensor isOld = (chosen * filled).Sum([1], keepDims: true);
        Tensor coin = random.Uniform(isOld.Shape).LessThan(Tensor.Full(random.Device, isOld.Shape, 0.5f));
        Tensor old = (chosen * kept).Sum([1], keepDims: true), swaps = coin * isOld;
        Tensor shown = Tensor.Where(swaps, old, fresh);

        // A new image enters where it is exchanged, and where the place was empty.
        Tensor enters = chosen * Tensor.Where(isOld, coin, Tensor.Ones(random.Device, isOld.Shape));
        kept.CopyFrom(Tensor.Where(enters, fresh, kept));
        filled.CopyFrom(filled.Maximum(chosen));
        return shown.Reshape(this.images);
    }

    public void Dispose()
    {
        kept.Dispose();
        filled.Dispose();
    }
}
