using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Pads images with their mirror image at the border pixels, which are not repeated (torch.nn.ReflectionPad2d): c b | a b c | b a. The
/// padding is smaller than the image. Shapes: see <see cref="Pad2d"/>.
/// </summary>
/// <param name="padding">Pixels on each side.</param>
public sealed class ReflectionPad2d(Padding padding) : Pad2d(padding, PadMode.Reflect);
