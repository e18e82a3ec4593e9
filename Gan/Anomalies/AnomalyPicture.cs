using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>Three rows: images x, their reconstructions G(E(x)), and a heat map of |x − G(E(x))| over each darkened image.</summary>
internal static class AnomalyPicture
{
    /// <summary>Images in the picture, a column each.</summary>
    public const int Most = 10;

    public static Bitmap Draw(AnomalyDetector detector, ImageSet images)
    {
        ImageFormat format = images.Format;
        float[] values = detector.Values(images);
        byte[] again = SamplePictures.ToBytes(detector.Model, detector.Reconstruct(values));
        ImageFormat cell = HeatMap.Cell(format, frame: 0);
        Bitmap picture = ImageGrid.Blank(3, images.Count, cell);
        for (int i = 0; i < images.Count; i++)
        {
            byte[] x = images.Image(i).ToArray(), made = again.AsSpan(i * format.Size, format.Size).ToArray();
            ImageGrid.Paste(picture, HeatMap.Draw(x, format, cell, null), cell, 0, i, left: 0);
            ImageGrid.Paste(picture, HeatMap.Draw(made, format, cell, null), cell, 1, i, left: 0);
            ImageGrid.Paste(picture, HeatMap.Draw(x, format, cell, Difference), cell, 2, i, left: 0);

            // The mean over the channels, 1 where black meets white.
            float Difference(int row, int column)
            {
                int sum = 0;
                for (int c = 0; c < format.Channels; c++)
                {
                    int at = (((c * format.Height) + row) * format.Width) + column;
                    sum += Math.Abs(x[at] - made[at]);
                }

                return sum / (255f * format.Channels);
            }
        }

        return picture;
    }
}
